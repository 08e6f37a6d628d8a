package diner.worker.lane;

import static diner.worker.lane.LaneFixture.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.message.Reply.Failure;
import diner.shared.message.Reply.Status;
import diner.worker.flow.Outcome.Again;
import diner.worker.flow.Ticket;
import diner.worker.handler.ComputingHandler;
import diner.worker.handler.JobContext;
import diner.worker.handler.JobFault;
import diner.worker.lane.LaneFixture.Amount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ComputingLaneTest {

  private static final long HEAP = 1_000;

  private final LaneFixture lane = new LaneFixture();

  @AfterEach
  void close() {
    lane.close();
  }

  @Test
  void mergesThePartsInTheirOrder() throws Exception {
    start(3, new Squares(), number(9));

    var reply = lane.reply();
    assertThat(reply.status()).isEqualTo(Status.DONE);
    assertThat(reply.result()).hasToString("[0,1,4,9,16,25,36,49,64]");
    assertThat(reply.thread()).startsWith("cleaner-");
  }

  @Test
  void computesAsManyPartsAtOnceAsThereAreCleaners() throws Exception {
    var together = new CyclicBarrier(3); // ends no part before three are at it
    start(
        3,
        new Squares() {
          @Override
          int compute(int part) throws Exception {
            together.await(10, TimeUnit.SECONDS);
            return part;
          }
        },
        number(6));

    assertThat(lane.reply().status()).isEqualTo(Status.DONE);
  }

  @Test
  void aCleanerHasOnePartAtATime() throws Exception {
    var busy = ConcurrentHashMap.<Thread>newKeySet();
    var inWork = new AtomicInteger();
    var most = new AtomicInteger();
    start(
        2,
        new Squares() {
          @Override
          int compute(int part) {
            assertThat(busy.add(Thread.currentThread())).isTrue();
            most.accumulateAndGet(inWork.incrementAndGet(), Math::max);
            inWork.decrementAndGet();
            busy.remove(Thread.currentThread());
            return part;
          }
        },
        number(64),
        number(64));

    assertThat(lane.reply().status()).isEqualTo(Status.DONE);
    assertThat(lane.reply().status()).isEqualTo(Status.DONE);
    assertThat(most).hasValueLessThanOrEqualTo(2);
  }

  @Test
  void whatLiesReadyForABusyCleanerIsDoneByOthersWhereItIsBusyForLong() throws Exception {
    var jobs = 50;
    var mayEnd = new CountDownLatch(1);
    var handler =
        new Squares() {
          @Override
          public Work<Integer, List<Integer>> begin(Amount payload, JobContext job) {
            if (payload.number() == 1) {
              awaitQuietly(mayEnd);
            }
            return super.begin(payload, job);
          }
        };
    var tickets = new ArrayList<Ticket>();
    for (var job = 0; job < jobs; job++) {
      tickets.add(number(job == jobs / 2 ? 1 : 5));
    }
    lane.computing(2, HEAP, handler).start(tickets);

    for (var others = 1; others < jobs; others++) {
      assertThat(lane.reply().result()).hasToString("[0,1,4,9,16]");
    }
    mayEnd.countDown();
    assertThat(lane.reply().result()).hasToString("[0]");
  }

  @Test
  void aPartGoesToAFreeCleanerWhileAnotherIsBusyForLong() throws Exception {
    var othersDone = new CountDownLatch(7);
    start(
        2,
        new Squares() {
          @Override
          int compute(int part) throws Exception {
            if (part == 0) {
              assertThat(othersDone.await(10, TimeUnit.SECONDS)).isTrue();
            } else {
              othersDone.countDown();
            }
            return part;
          }
        },
        number(8));

    assertThat(lane.reply().status()).isEqualTo(Status.DONE);
  }

  @Test
  void aPartThatFailsEndsTheAttemptOnce() throws Exception {
    start(
        2,
        new Squares() {
          @Override
          int compute(int part) {
            throw new IllegalStateException("part " + part);
          }
        },
        number(8));

    assertThat(((Again) lane.outcome()).failure().type()).isEqualTo("IllegalStateException");
    lane.assertNoFurtherOutcome();
  }

  @Test
  void anErrorOfTheJvmInAPartEndsTheAttemptOnly() throws Exception {
    var handler =
        new Squares() {
          @Override
          int compute(int part) {
            throw new StackOverflowError();
          }
        };
    var computing = lane.computing(1, HEAP, handler);
    computing.start(List.of(number(1), number(0)));

    assertThat(((Again) lane.outcome()).failure().type()).isEqualTo("StackOverflowError");
    assertThat(lane.reply().error()).extracting(Failure::type).isEqualTo("no-parts");
  }

  @Test
  void aJobThatFailsWhileBeginningSaysWhy() throws Exception {
    start(
        1,
        new Squares() {
          @Override
          public Work<Integer, List<Integer>> begin(Amount payload, JobContext job) {
            throw JobFault.permanent("malformed", "no picture");
          }
        },
        number(1));

    assertThat(lane.reply().error()).isEqualTo(new Failure("malformed", "no picture"));
  }

  @Test
  void aJobLargerThanTheHeapCanBearFails() throws Exception {
    start(1, new Squares(1_001), number(1));

    assertThat(lane.reply().error())
        .isEqualTo(
            new Failure(
                "too-large",
                "the job needs about 1001 bytes of heap, this worker has 1000 for computing jobs"));
  }

  @Test
  void jobsThatDoNotFitTogetherRunOneAfterTheOther() throws Exception {
    var begun = new AtomicInteger();
    var most = new AtomicInteger();
    start(
        4,
        new Squares(600) {
          @Override
          public Work<Integer, List<Integer>> begin(Amount payload, JobContext job) {
            most.accumulateAndGet(begun.incrementAndGet(), Math::max);
            return super.begin(payload, job);
          }

          @Override
          List<Integer> merge(List<Integer> parts) {
            begun.decrementAndGet();
            return parts;
          }
        },
        Collections.nCopies(8, number(2)).toArray(Ticket[]::new));

    for (var i = 0; i < 8; i++) {
      assertThat(lane.reply().status()).isEqualTo(Status.DONE);
    }
    assertThat(most).hasValue(1);
  }

  @Test
  void workIsCutOffAtItsLimitAndTheCleanerGoesOnWithOthers() throws Exception {
    var cutOff = new CountDownLatch(1);
    var handler =
        new Squares(0, Duration.ofSeconds(1)) {
          @Override
          public Work<Integer, List<Integer>> begin(Amount payload, JobContext job) {
            if (payload.number() == 1) {
              while (!job.cancel().isCancelled()) {
                Thread.onSpinWait();
              }
              cutOff.countDown();
              job.cancel().check();
            }
            return super.begin(payload, job);
          }
        };
    lane.computing(1, HEAP, handler).start(List.of(number(1), number(2)));

    assertThat(((Again) lane.outcome()).failure().type()).isEqualTo("timeout");
    assertThat(cutOff.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(lane.reply().status()).isEqualTo(Status.DONE);
    lane.assertNoFurtherOutcome();
  }

  @Test
  void aCleanerWhoseJobGoesOnBeyondItsTimeIsToldOfAndKeepsItsHeapUntilItEnds() throws Exception {
    var begun = new CountDownLatch(1);
    var mayEnd = new CountDownLatch(1);
    var handler =
        new Squares(600, Duration.ofMillis(200)) {
          @Override
          public Work<Integer, List<Integer>> begin(Amount payload, JobContext job) {
            if (payload.number() == 1) {
              begun.countDown();
              awaitQuietly(mayEnd);
            }
            return super.begin(payload, job);
          }
        };
    var computing = lane.computing(2, HEAP, handler);
    computing.start(List.of(number(1)));
    awaitQuietly(begun);
    computing.start(List.of(number(2)));

    assertThat(((Again) lane.outcome()).failure().type()).isEqualTo("timeout");
    Awaitility.await().until(() -> computing.stuckCleaners() == 1);
    lane.assertNoFurtherOutcome(); // the other finds no room on the heap

    mayEnd.countDown();
    assertThat(lane.reply().status()).isEqualTo(Status.DONE);
    Awaitility.await().until(() -> computing.stuckCleaners() == 0);
  }

  @Test
  void measuringHasATimeLimitToo() throws Exception {
    var mayEnd = new CountDownLatch(1);
    var handler =
        new Squares(0, Duration.ofMillis(200)) {
          @Override
          public long footprintBytes(Amount payload) {
            awaitQuietly(mayEnd);
            return 0;
          }
        };
    lane.computing(1, HEAP, handler).start(List.of(number(1)));

    assertThat(((Again) lane.outcome()).failure().type()).isEqualTo("timeout");
    mayEnd.countDown();
    lane.assertNoFurtherOutcome();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void start(int cleaners, Squares handler, Ticket... tickets) {
    lane.computing(cleaners, HEAP, handler).start(List.of(tickets));
  }

  private static Ticket number(int number) {
    return ticket("squares", "{\"number\":" + number + "}");
  }

  /** Computes the squares of 0 to before a number, a part each. */
  private static class Squares implements ComputingHandler<Amount, Integer, List<Integer>> {
    private final long footprintBytes;
    private final Duration limit;

    Squares() {
      this(0);
    }

    Squares(long footprintBytes) {
      this(footprintBytes, Duration.ofSeconds(30));
    }

    Squares(long footprintBytes, Duration limit) {
      this.footprintBytes = footprintBytes;
      this.limit = limit;
    }

    int compute(int part) throws Exception {
      return part * part;
    }

    List<Integer> merge(List<Integer> parts) {
      return parts;
    }

    @Override
    public String kind() {
      return "squares";
    }

    @Override
    public Class<Amount> payloadType() {
      return Amount.class;
    }

    @Override
    public Duration attemptLimit() {
      return limit;
    }

    @Override
    public long footprintBytes(Amount payload) {
      return footprintBytes;
    }

    @Override
    public Work<Integer, List<Integer>> begin(Amount payload, JobContext job) {
      return new Work<>() {
        @Override
        public int parts() {
          return payload.number();
        }

        @Override
        public Integer compute(int part, int cleaner) throws Exception {
          return Squares.this.compute(part);
        }

        @Override
        public List<Integer> merge(List<Integer> parts) {
          return Squares.this.merge(parts);
        }
      };
    }
  }
}
