package diner.worker.lane;

import diner.worker.answer.Answers;
import diner.worker.flow.Run;
import diner.worker.flow.Ticket;
import diner.worker.handler.AwaitingHandler;
import diner.worker.handler.ComputingHandler;
import diner.worker.handler.JobContext;
import diner.worker.handler.JobFault;
import diner.worker.handler.WaitingHandler;
import diner.worker.lane.JobReader.Expired;
import diner.worker.lane.JobReader.Known;
import diner.worker.lane.JobReader.Refused;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * One event loop of the waiting lane. All of it runs there but {@link #start(List)}, {@link
 * #kindCalledOn}, and awaiting handlers, which have a thread of their own. Invariant: a started
 * ticket has exactly one outcome, whatever its handler does.
 */
final class WaitingLoop {

  /** So long jobs are started in one go, so that answers that have come are not kept waiting. */
  private static final long TURN_NANOS = 500_000;

  private final Context context;
  private final Vertx vertx;
  private final JobReader reader;
  private final JobContexts contexts;
  private final Answers answers;
  private final Outbox outbox;
  private final Thread thread = Thread.currentThread();
  private volatile @Nullable String called; // for others to read

  WaitingLoop(
      Context context, JobReader reader, JobContexts contexts, Answers answers, Outbox outbox) {
    this.context = context;
    this.vertx = context.owner();
    this.reader = reader;
    this.contexts = contexts;
    this.answers = answers;
    this.outbox = outbox;
  }

  /**
   * Starts these jobs, of which there is one at least, in as many turns as it takes; any thread.
   */
  void start(List<Ticket> tickets) {
    context.runOnContext(_ -> {
      var begun = System.nanoTime();
      var started = 0;
      do {
        start(tickets.get(started++));
      } while (started < tickets.size() && System.nanoTime() - begun < TURN_NANOS);
      if (started < tickets.size()) {
        start(tickets.subList(started, tickets.size()));
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
    var job = contexts.of(ticket, known.handler(), startedAt);
    var attempt = new Attempt(ticket, job, startedAt);
    switch (known.handler()) {
      case WaitingHandler<P, ?> waiting -> {
        var future = handle(waiting, known.payload(), job);
        if (future.isComplete()) { // there is nothing to cut off
          attempt.ended(future);
        } else {
          attempt.cutOffAtItsEnd();
          future.onComplete(ended -> onLoop(() -> attempt.ended(ended)));
        }
      }
      case AwaitingHandler<P, ?> awaiting -> {
        attempt.cutOffAtItsEnd();
        attempt.runOn(threadOf(ticket, () -> awaiting.handle(known.payload(), job), attempt));
      }
      case ComputingHandler<P, ?, ?> computing ->
          throw new IllegalStateException(computing.kind() + " is no waiting kind");
    }
  }

  /** Calls the handler; one that throws or returns nothing has failed, too. */
  private <P> Future<?> handle(WaitingHandler<P, ?> handler, P payload, JobContext job) {
    called = job.kind();
    try {
      var future = handler.handle(payload, job);
      return future == null
          ? Future.failedFuture(
              JobFault.permanent("no-future", "the handler returned null instead of a future"))
          : future;
    } catch (Exception | LinkageError | StackOverflowError | AssertionError thrown) {
      return Future.failedFuture(thrown);
    } finally {
      called = null;
    }
  }

  /** A virtual thread, not started yet, that does the work and tells this loop how it ended. */
  private Thread threadOf(Ticket ticket, Callable<?> work, Attempt attempt) {
    var thread =
        Thread.ofVirtual()
            .name("awaiting " + ticket.delivery().turn())
            .inheritInheritableThreadLocals(false)
            .uncaughtExceptionHandler((_, error) -> context.runOnContext(_ -> die(error)))
            .unstarted(() -> {
              Runnable end;
              try {
                var result = work.call();
                end = () -> attempt.succeeded(result);
              } catch (Exception | LinkageError | StackOverflowError | AssertionError thrown) {
                end = () -> attempt.failed(thrown);
              }
              onLoop(end);
            });
    thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    return thread;
  }

  /** What is no failure of a job ends the lane, as it does where a waiting handler throws it. */
  private static void die(Throwable error) {
    throw new IllegalStateException("an awaiting job ended in " + error, error);
  }

  /** A handler may end on any thread; outcomes belong to this loop. */
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
    private @Nullable Thread thread; // of an awaiting job
    private boolean over;

    Attempt(Ticket ticket, JobContext job, Instant startedAt) {
      this.ticket = ticket;
      this.job = job;
      this.startedAt = startedAt;
    }

    void cutOffAtItsEnd() {
      var limit = Duration.between(startedAt, job.attemptEndsAt());
      // Not before its end, which may be the deadline: what fails before that is tried again.
      timer = vertx.setTimer(limit.toMillis() + 1, _ -> cutOff(limit));
    }

    void runOn(Thread own) {
      thread = own;
      own.start();
    }

    private void cutOff(Duration limit) {
      job.cancel().cancel();
      if (thread != null) {
        thread.interrupt();
      }
      failed(JobFault.unanswered("timeout", "no answer within %d ms".formatted(limit.toMillis())));
    }

    void ended(AsyncResult<?> future) {
      if (future.succeeded()) {
        succeeded(future.result());
      } else {
        failed(future.cause());
      }
    }

    void succeeded(@Nullable Object result) {
      if (end()) {
        outbox.add(answers.done(ticket, run(), result));
      }
    }

    void failed(Throwable cause) {
      if (end()) {
        outbox.add(answers.ended(ticket, run(), cause));
      }
    }

    private Run run() {
      return thread == null
          ? Run.endingNow(startedAt)
          : new Run(startedAt, Instant.now(), thread.getName());
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
