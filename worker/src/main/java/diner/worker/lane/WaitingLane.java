package diner.worker.lane;

import diner.worker.answer.Answers;
import diner.worker.flow.Outcome;
import diner.worker.flow.Ticket;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Runs waiting jobs: thousands overlap on an event loop, and only where the user asks for it on
 * several. Jobs are dealt out to the loops in turns. {@link #start} is intake's alone.
 */
public final class WaitingLane {

  private final List<WaitingLoop> loops;
  private int turn; // owned by intake

  private WaitingLane(List<WaitingLoop> loops) {
    this.loops = List.copyOf(loops);
  }

  /** Opens a lane of so many event loops; each attempt's outcome goes to {@code outcomes}. */
  public static Future<WaitingLane> open(
      Vertx vertx,
      int eventLoops,
      JobReader reader,
      JobContexts contexts,
      Answers answers,
      Consumer<List<Outcome>> outcomes) {
    var loops = new CopyOnWriteArrayList<WaitingLoop>(); // each instance adds itself
    return vertx
        .deployVerticle(
            () ->
                context -> {
                  var outbox = new Outbox(context, outcomes);
                  loops.add(new WaitingLoop(context, reader, contexts, answers, outbox));
                  return Future.succeededFuture();
                },
            new DeploymentOptions().setInstances(eventLoops))
        .map(deployed -> new WaitingLane(loops));
  }

  /** Starts these jobs; returns at once. */
  public void start(List<Ticket> tickets) {
    var share = (tickets.size() + loops.size() - 1) / loops.size();
    for (var from = 0; from < tickets.size(); from += share) {
      var to = Math.min(tickets.size(), from + share);
      loops.get(turn).start(tickets.subList(from, to));
      turn = (turn + 1) % loops.size();
    }
  }

  /** The kind whose handler is being called on this thread; any thread may ask. */
  public Optional<String> kindCalledOn(Thread thread) {
    return loops.stream().flatMap(loop -> loop.kindCalledOn(thread).stream()).findFirst();
  }
}
