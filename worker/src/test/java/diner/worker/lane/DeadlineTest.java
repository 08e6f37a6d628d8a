package diner.worker.lane;

import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.message.Headers;
import diner.shared.message.Reply;
import diner.shared.message.Reply.Failure;
import diner.shared.message.Reply.Status;
import diner.worker.Deliveries;
import diner.worker.flow.Ticket;
import diner.worker.handler.ComputingHandler;
import diner.worker.handler.JobContext;
import diner.worker.handler.WaitingHandler;
import diner.worker.lane.LaneFixture.Amount;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Jobs whose deadline comes before, while or after they run, in either lane. */
class DeadlineTest {

  private static final Duration SOON = Duration.ofMillis(250);
  private static final Duration LATEST = Duration.ofSeconds(4);
  private static final Duration PAST = Duration.ofSeconds(-1);
  private static final Duration FAR = Duration.ofDays(365_000);
  private static final Failure BUSY = new Failure("503", "busy");

  private final LaneFixture lane = new LaneFixture();
  private final List<Instant> ends = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    lane.close();
  }

  @Test
  void aWaitingJobThatComesTooLateIsNotTriedAndSaysWhyItFailedBefore() throws Exception {
    lane.waiting(waiting(_ -> Future.succeededFuture(new Amount(1))))
        .start(List.of(ticket(PAST).again(BUSY)));

    assertExpired(1, BUSY);
    assertThat(ends).isEmpty();
  }

  @Test
  void aComputingJobThatComesTooLateIsNotTried() throws Exception {
    lane.computing(1, 1_000, new Spinning()).start(List.of(ticket(PAST)));

    assertExpired(0, null);
    assertThat(ends).isEmpty();
  }

  @Test
  void whatIntakeFoundToBeTooLateIsNotTriedWhateverTheClockSays() throws Exception {
    // A computing kind, which the waiting lane answers.
    lane.waiting(new Spinning()).start(List.of(ticket(FAR).expired()));

    assertExpired(0, null);
  }

  @Test
  void anAttemptEndsAtTheDeadlineAtTheLatest() throws Exception {
    var late = Promise.<Amount>promise();
    var waiting = lane.waiting(waiting(_ -> late.future()));

    var reply = assertCutOff(1, deadline -> waiting.start(List.of(ticket(deadline))));

    assertThat(ends.getLast()).isBeforeOrEqualTo(reply.finishedAt());
    assertThat(Duration.between(reply.startedAt(), reply.finishedAt()))
        .isLessThan(Duration.ofSeconds(20));
    late.complete(new Amount(1));
    lane.assertNoFurtherOutcome();
  }

  @Test
  void aLastAttemptThatTheDeadlineCutsOffIsTooLateRatherThanExhausted() throws Exception {
    var waiting = lane.waiting(waiting(_ -> Promise.<Amount>promise().future()));

    assertCutOff(3, deadline -> waiting.start(List.of(ticket(deadline).again(BUSY).again(BUSY))));
  }

  @Test
  void aComputingAttemptIsCutOffAtTheDeadline() throws Exception {
    var computing = lane.computing(1, 1_000, new Spinning());

    assertCutOff(1, deadline -> computing.start(List.of(ticket(deadline))));
    lane.assertNoFurtherOutcome();
  }

  @Test
  void aComputingJobThatWaitsForACleanerExpiresMeanwhile() throws Exception {
    var busy = new Spinning();
    lane.computing(1, 1_000, busy).start(List.of(ticket(FAR), ticket(SOON)));

    assertExpired(0, null);
    busy.released.countDown();
    assertThat(lane.reply().status()).isEqualTo(Status.DONE);
    lane.assertNoFurtherOutcome();
  }

  @Test
  void aComputingJobThatWaitsForHeapExpiresAndLeavesItToOthers() throws Exception {
    var busy = new Spinning(600);
    var computing = lane.computing(2, 1_000, busy);
    computing.start(List.of(ticket(FAR)));
    Awaitility.await().atMost(LaneFixture.LIMIT).until(() -> !ends.isEmpty());
    computing.start(List.of(ticket(SOON), ticket(FAR)));

    assertExpired(0, null);
    busy.released.countDown();
    assertThat(lane.reply().status()).isEqualTo(Status.DONE);
    assertThat(lane.reply().status()).isEqualTo(Status.DONE);
    lane.assertNoFurtherOutcome();
  }

  /** On a busy machine an early deadline may come before the attempt begins: a later one then. */
  private Reply assertCutOff(int attempts, Consumer<Duration> start) throws Exception {
    for (var deadline = SOON; ; deadline = deadline.multipliedBy(2)) {
      start.accept(deadline);
      var reply = expired();
      if (reply.attempts() == attempts || deadline.compareTo(LATEST) > 0) {
        assertThat(reply.attempts()).isEqualTo(attempts);
        assertThat(reply.error()).extracting(Failure::type).isEqualTo("timeout");
        return reply;
      }
    }
  }

  private void assertExpired(int attempts, @Nullable Failure failure) throws Exception {
    var reply = expired();
    assertThat(reply.attempts()).isEqualTo(attempts);
    assertThat(reply.error()).isEqualTo(failure);
  }

  private Reply expired() throws Exception {
    var records = lane.publications();
    assertThat(records).as("no dead letter").hasSize(1);
    assertThat(records.getFirst().headers().text(Headers.STATUS)).contains("expired");
    var reply = LaneFixture.reply(records.getFirst());
    assertThat(reply.status()).isEqualTo(Status.EXPIRED);
    return reply;
  }

  private static Ticket ticket(Duration deadline) {
    return Deliveries.ticket(
        "{\"number\":1}",
        Headers.NONE
            .plus(Headers.JOB_KIND, "test")
            .plus(Headers.DEADLINE, Instant.now().plus(deadline).toString()));
  }

  private WaitingHandler<Amount, Amount> waiting(Function<Amount, Future<Amount>> work) {
    return new WaitingHandler<>() {
      @Override
      public String kind() {
        return "test";
      }

      @Override
      public Class<Amount> payloadType() {
        return Amount.class;
      }

      @Override
      public Future<Amount> handle(Amount payload, JobContext job) {
        ends.add(job.attemptEndsAt());
        return work.apply(payload);
      }
    };
  }

  /** Computes until it is cut off or released. */
  private final class Spinning implements ComputingHandler<Amount, Integer, Integer> {
    final CountDownLatch released = new CountDownLatch(1);
    private final long footprintBytes;

    Spinning() {
      this(0);
    }

    Spinning(long footprintBytes) {
      this.footprintBytes = footprintBytes;
    }

    @Override
    public String kind() {
      return "test";
    }

    @Override
    public Class<Amount> payloadType() {
      return Amount.class;
    }

    @Override
    public long footprintBytes(Amount payload) {
      return footprintBytes;
    }

    @Override
    public Work<Integer, Integer> begin(Amount payload, JobContext job) {
      ends.add(job.attemptEndsAt());
      return new Work<>() {
        @Override
        public int parts() {
          return 1;
        }

        @Override
        public Integer compute(int part, int cleaner) {
          while (released.getCount() > 0) {
            job.cancel().check();
            Thread.onSpinWait();
          }
          return part;
        }

        @Override
        public Integer merge(List<Integer> parts) {
          return parts.size();
        }
      };
    }
  }
}
