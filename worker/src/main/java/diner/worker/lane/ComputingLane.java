package diner.worker.lane;

import diner.worker.answer.Answers;
import diner.worker.flow.Outcome;
import diner.worker.flow.Ticket;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs computing jobs: divides each into steps and spreads these over the cleaners. All of it runs
 * on one context, the dispatcher's, but {@link #start}, which is intake's.
 */
public final class ComputingLane {

  private final Context dispatcher;
  private final ComputingJob.Surroundings surroundings;
  private long jobs; // owned by the dispatcher's context

  private ComputingLane(Context dispatcher, ComputingJob.Surroundings surroundings) {
    this.dispatcher = dispatcher;
    this.surroundings = surroundings;
  }

  /**
   * Opens a lane of so many cleaners; each attempt's outcome goes to {@code outcomes}.
   *
   * @param heapBytes what the jobs that run may need of the heap, all together
   */
  public static Future<ComputingLane> open(
      Vertx vertx,
      int cleaners,
      long heapBytes,
      JobReader reader,
      JobContexts contexts,
      Answers answers,
      Consumer<List<Outcome>> outcomes) {
    return contextOfItsOwn(vertx)
        .compose(dispatcher ->
            Cleaners.deploy(vertx, dispatcher, cleaners)
                .map(deployed ->
                    new ComputingLane(
                        dispatcher,
                        new ComputingJob.Surroundings(
                            dispatcher,
                            deployed,
                            new HeapBudget(heapBytes),
                            reader,
                            contexts,
                            answers,
                            new Outbox(dispatcher, outcomes)))));
  }

  /** Starts these jobs; returns at once. */
  public void start(List<Ticket> tickets) {
    dispatcher.runOnContext(
        _ -> tickets.forEach(ticket -> new ComputingJob(jobs++, ticket, surroundings).start()));
  }

  /** Cleaners that are taken by work whose time is over; any thread. */
  public int stuckCleaners() {
    return surroundings.cleaners().stuck();
  }

  /** Cleaners that work, those included; any thread. */
  public int busyCleaners() {
    return surroundings.cleaners().busy();
  }

  private static Future<Context> contextOfItsOwn(Vertx vertx) {
    Promise<Context> context = Promise.promise();
    return vertx
        .deployVerticle(own -> {
          context.complete(own);
          return Future.succeededFuture();
        })
        .compose(deployed -> context.future());
  }
}
