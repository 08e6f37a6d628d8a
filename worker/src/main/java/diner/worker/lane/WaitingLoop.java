package diner.worker.lane;

import diner.worker.answer.Answers;
import diner.worker.flow.Run;
import diner.worker.flow.Ticket;
import diner.worker.handler.JobContext;
import diner.worker.handler.JobFault;
import diner.worker.handler.JobHandler;
import diner.worker.handler.WaitingHandler;
import diner.worker.lane.JobReader.Expired;
import diner.worker.lane.JobReader.Known;
import diner.worker.lane.JobReader.Refused;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One event loop of the waiting lane. All of it runs there but {@link #start(List)} and {@link
 * #kindCalledOn}. Invariant: a started ticket has exactly one outcome, whatever its handler does.
 */
final class WaitingLoop {

  /** So many jobs are started in one go, so that answers that have come are not kept waiting. */
  private static final int STARTS_A_TURN = 32;

  private final Context context;
  private final Vertx vertx;
  private final JobReader reader;
  private final AttemptLimits limits;
  private final Answers answers;
  private final Outbox outbox;
  private final Thread thread = Thread.currentThread();
  private volatile @Nullable String called; // for others to read

  WaitingLoop(
      Context context, JobReader reader, AttemptLimits limits, Answers answers, Outbox outbox) {
    this.context = context;
    this.vertx = context.owner();
    this.reader = reader;
    this.limits = limits;
    this.answers = answers;
    this.outbox = outbox;
  }

  /** Starts these jobs, a few in each turn of the loop; any thread. */
  void start(List<Ticket> tickets) {
    context.runOnContext(_ -> {
      var now = Math.min(STARTS_A_TURN, tickets.size());
      tickets.subList(0, now).forEach(this::start);
      if (now < tickets.size()) {
        start(tickets.subList(now, tickets.size()));
      }
    });
  }

  /** The kind whose handler is being called on this thread; any thread may ask. */
  Optional<String> kindCalledOn(Thread asked) {
    return asked.equals(thread) ? Optional.ofNullable(called) : Optional.empty();
  }

  private void start(Ticket ticket) {
    var startedAt = Instant.now();
    switch (reader.read(ticket, startedAt)) {
      case Refused(var reason, var message) ->
          outbox.add(answers.refused(ticket, Run.endingNow(startedAt), reason, message));
      case Expired _ -> outbox.add(answers.expired(ticket, Run.endingNow(startedAt)));
      case Known<?> known -> attempt(ticket, known, startedAt);
    }
  }

  private <P> void attempt(Ticket ticket, Known<P> known, Instant startedAt) {
    var job = limits.context(ticket, known.handler(), startedAt);
    var attempt = new Attempt(ticket, job, startedAt);
    attempt.cutOffAfter(Duration.between(startedAt, job.attemptEndsAt()));
    called = ticket.kind();
    var future = handle(known.handler(), known.payload(), job);
    called = null;
    future
        .onSuccess(result -> onLoop(() -> attempt.succeeded(result)))
        .onFailure(cause -> onLoop(() -> attempt.failed(cause)));
  }

  /** Calls the handler; one that throws or returns nothing has failed, too. */
  private static <P> Future<?> handle(JobHandler<P> handler, P payload, JobContext job) {
    if (!(handler instanceof WaitingHandler<P, ?> waiting)) {
      throw new IllegalStateException(handler.kind() + " is no waiting kind");
    }
    try {
      var future = waiting.handle(payload, job);
      return future == null
          ? Future.failedFuture(
              JobFault.permanent("no-future", "the handler returned null instead of a future"))
          : future;
    } catch (Exception | LinkageError | StackOverflowError | AssertionError thrown) {
      return Future.failedFuture(thrown);
    }
  }

  /** A handler may end its future on any thread; outcomes belong to this loop. */
  private void onLoop(Runnable end) {
    if (context.equals(Vertx.currentContext())) {
      end.run();
    } else {
      context.runOnContext(_ -> end.run());
    }
  }

  /** One attempt, from its start to its one outcome; what comes after that is ignored. */
  private final class Attempt {
    private final Ticket ticket;
    private final JobContext job;
    private final Instant startedAt;
    private @Nullable Long timer;
    private boolean over;

    Attempt(Ticket ticket, JobContext job, Instant startedAt) {
      this.ticket = ticket;
      this.job = job;
      this.startedAt = startedAt;
    }

    void cutOffAfter(Duration limit) {
      // Not before its end, which may be the deadline: what fails before that is tried again.
      timer = vertx.setTimer(limit.toMillis() + 1, _ -> cutOff(limit));
    }

    private void cutOff(Duration limit) {
      job.cancel().cancel();
      failed(JobFault.unanswered("timeout", "no answer within %d ms".formatted(limit.toMillis())));
    }

    void succeeded(@Nullable Object result) {
      if (end()) {
        outbox.add(answers.done(ticket, Run.endingNow(startedAt), result));
      }
    }

    void failed(Throwable cause) {
      if (end()) {
        outbox.add(answers.ended(ticket, Run.endingNow(startedAt), cause));
      }
    }

    private boolean end() {
      if (over) {
        return false;
      }
      over = true;
      if (timer != null) {
        vertx.cancelTimer(timer);
      }
      return true;
    }
  }
}
