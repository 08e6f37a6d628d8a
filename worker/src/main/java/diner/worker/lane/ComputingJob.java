package diner.worker.lane;

import diner.worker.answer.Answers;
import diner.worker.flow.Outcome;
import diner.worker.flow.Run;
import diner.worker.flow.Ticket;
import diner.worker.handler.CancelToken;
import diner.worker.handler.ComputingHandler;
import diner.worker.handler.JobContext;
import diner.worker.handler.JobFault;
import diner.worker.handler.JobHandler;
import diner.worker.lane.JobReader.Expired;
import diner.worker.lane.JobReader.Known;
import diner.worker.lane.JobReader.Refused;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a computing job, step by step: read and measure, wait for room on the heap, begin,
 * compute the parts, merge and answer. The steps run on cleaners, what lies between them on the
 * dispatcher's context, which owns this. Invariant: exactly one outcome; what comes after it is
 * ignored.
 */
final class ComputingJob {

  /** What all jobs of the lane share. */
  record Surroundings(
      Context dispatcher,
      Cleaners cleaners,
      HeapBudget heap,
      JobReader reader,
      JobContexts contexts,
      Answers answers,
      Outbox outbox) {

    Vertx vertx() {
      return dispatcher.owner();
    }
  }

  /** A deadline may be in a thousand years. */
  private static final Duration LONGEST_TIMER = Duration.ofHours(1);

  private final long number;
  private final Ticket ticket;
  private final Surroundings with;
  private Instant startedAt = Instant.now(); // once its first step begins: that one's start
  private @Nullable JobContext job;
  private @Nullable Long timer;
  private long reservedBytes;
  private int stepsOut; // waiting for a cleaner, or with one
  private boolean over;

  ComputingJob(long number, Ticket ticket, Surroundings with) {
    this.number = number;
    this.ticket = ticket;
    this.with = with;
  }

  void start() {
    expireAtDeadline();
    step(
        cleaner -> measure(),
        measured -> {
          startedAt = measured.startedAt();
          clockStops();
          switch (measured) {
            case Refusal refusal -> refuse(refusal.refused());
            case TooLate _ -> expire();
            case Plan<?, ?, ?> plan -> reserve(plan);
          }
        });
  }

  /** What the first step found. */
  private sealed interface Measured {
    Instant startedAt();
  }

  private record TooLate(Instant startedAt) implements Measured {}

  private record Refusal(Instant startedAt, Refused refused) implements Measured {}

  private record Plan<P, T, R>(
      Instant startedAt, ComputingHandler<P, T, R> handler, P payload, long footprintBytes)
      implements Measured {}

  private Measured measure() throws Exception {
    var now = Instant.now();
    return switch (with.reader().read(ticket, now)) {
      case Refused refused -> new Refusal(now, refused);
      case Expired _ -> new TooLate(now);
      case Known<?> known -> {
        clockStarts(with.contexts().of(ticket, known.handler(), now));
        yield plan(now, known);
      }
    };
  }

  private static <P> Measured plan(Instant startedAt, Known<P> known) throws Exception {
    JobHandler<P> handler = known.handler();
    if (!(handler instanceof ComputingHandler<P, ?, ?> computing)) {
      throw new IllegalStateException(handler.kind() + " is no computing kind");
    }
    var footprintBytes = computing.footprintBytes(known.payload());
    return new Plan<>(startedAt, computing, known.payload(), footprintBytes);
  }

  private void refuse(Refused refused) {
    end(
        with.answers()
            .refused(ticket, Run.endingNow(startedAt), refused.reason(), refused.message()));
  }

  private void reserve(Plan<?, ?, ?> plan) {
    if (!with.heap().canEverHold(plan.footprintBytes())) {
      fail(
          JobFault.permanent(
              "too-large",
              "the job needs about %d bytes of heap, this worker has %d for computing jobs"
                  .formatted(plan.footprintBytes(), with.heap().capacityBytes())));
      return;
    }
    with.heap()
        .reserve(
            plan.footprintBytes(),
            () -> {
              reservedBytes = plan.footprintBytes();
              if (over) {
                with.heap().release(reservedBytes);
              } else {
                begin(plan);
              }
            });
  }

  private <P, T, R> void begin(Plan<P, T, R> plan) {
    step(
        cleaner -> {
          // The attempt's time runs from here, not from when it began to wait for a cleaner.
          var now = Instant.now();
          if (ticket.isTooLate(now)) {
            throw new TooLateToBegin();
          }
          var context = with.contexts().of(ticket, plan.handler(), now);
          clockStarts(context);
          return new Begun<>(plan.handler().begin(plan.payload(), context), context.cancel());
        },
        this::computeParts);
  }

  private static final class TooLateToBegin extends Exception {
    private static final long serialVersionUID = 1;
  }

  private record Begun<T, R>(ComputingHandler.Work<T, R> work, CancelToken cancel) {}

  /** From now on the attempt's time runs; on a cleaner. */
  private void clockStarts(JobContext context) {
    with.dispatcher().runOnContext(_ -> begun(context));
  }

  /** What the job waits for now is not its own fault: only its deadline counts. */
  private void clockStops() {
    cancelTimer();
    job = null;
    expireAtDeadline();
  }

  private void begun(JobContext context) {
    if (over) {
      return;
    }
    cancelTimer();
    job = context;
    var left = Duration.between(Instant.now(), context.attemptEndsAt());
    timer =
        with.vertx()
            .setTimer(
                Math.max(0, left.toMillis()) + 1,
                _ -> fail(JobFault.unanswered("timeout", "not done within its time limit")));
  }

  private <T, R> void computeParts(Begun<T, R> begun) {
    var work = begun.work();
    var parts = work.parts();
    if (parts < 1) {
      fail(JobFault.permanent("no-parts", "the work has %d parts".formatted(parts)));
      return;
    }
    var results = new Object[parts];
    var missing = new int[] {parts};
    for (var i = 0; i < parts; i++) {
      var part = i;
      partStep(
          cleaner -> {
            begun.cancel().check();
            return work.compute(part, cleaner);
          },
          result -> {
            results[part] = result;
            if (--missing[0] == 0) {
              merge(work, results);
            }
          });
    }
  }

  private <T, R> void merge(ComputingHandler.Work<T, R> work, Object[] results) {
    @SuppressWarnings("unchecked") // each was returned by this work's compute
    var parts = (List<T>) Arrays.asList(results);
    partStep(
        cleaner -> with.answers().done(ticket, Run.endingNow(startedAt), work.merge(parts)),
        this::end);
  }

  /** Has a step done by a cleaner, and goes on with its result here, unless the attempt is over. */
  private <S> void step(StepWork<S> work, Consumer<S> then) {
    stepsOut++;
    with.cleaners().run(number, work::on, (result, error) -> stepIsOver(result, error, then));
  }

  /** The same with a step of work that has begun. */
  private <S> void partStep(StepWork<S> work, Consumer<S> then) {
    stepsOut++;
    with.cleaners().runPart(number, work::on, (result, error) -> stepIsOver(result, error, then));
  }

  private <S> void stepIsOver(
      @Nullable Object result, @Nullable Throwable error, Consumer<S> then) {
    stepsOut--;
    if (over) {
      releaseHeap();
      return;
    }
    if (error != null) {
      fail(error);
    } else if (result == null) {
      fail(JobFault.permanent("no-result", "the handler returned null"));
    } else {
      @SuppressWarnings("unchecked") // it is what the step's work returned
      var own = (S) result;
      then.accept(own);
    }
  }

  private interface StepWork<S> {
    S on(int cleaner) throws Exception;
  }

  /** A job may wait long for a cleaner, or for room on the heap. */
  private void expireAtDeadline() {
    if (ticket.deadline() == null || over || job != null) {
      return; // an attempt that has begun ends by its own time limit
    }
    var left = Duration.between(Instant.now(), ticket.deadline());
    if (left.isNegative()) {
      expire();
    } else {
      var wait = left.compareTo(LONGEST_TIMER) < 0 ? left : LONGEST_TIMER;
      timer = with.vertx().setTimer(wait.toMillis() + 1, _ -> expireAtDeadline());
    }
  }

  private void expire() {
    end(with.answers().expired(ticket, Run.endingNow(startedAt)));
  }

  private void fail(Throwable cause) {
    if (cause instanceof TooLateToBegin) {
      expire();
      return;
    }
    if (job != null) {
      job.cancel().cancel(); // for its other parts
    }
    end(with.answers().ended(ticket, Run.endingNow(startedAt), cause));
  }

  private void end(Outcome outcome) {
    if (over) {
      return;
    }
    over = true;
    cancelTimer();
    releaseHeap();
    with.cleaners().giveUp(number, ticket.jobId());
    with.outbox().add(outcome);
  }

  /** What goes on though nobody waits for it still needs its heap. */
  private void releaseHeap() {
    if (stepsOut == 0) {
      with.heap().release(reservedBytes);
      reservedBytes = 0;
    }
  }

  private void cancelTimer() {
    if (timer != null) {
      with.vertx().cancelTimer(timer);
    }
  }
}
