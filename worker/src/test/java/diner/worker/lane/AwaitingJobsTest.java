package diner.worker.lane;

import static diner.worker.handler.Await.await;
import static diner.worker.lane.LaneFixture.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.message.Reply.Failure;
import diner.shared.message.Reply.Status;
import diner.worker.flow.Outcome.Again;
import diner.worker.flow.Ticket;
import diner.worker.handler.AwaitingHandler;
import diner.worker.handler.CancelToken;
import diner.worker.handler.JobContext;
import diner.worker.handler.JobFault;
import diner.worker.lane.LaneFixture.Amount;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs in plain sequential code, each on a virtual thread of its own. */
class AwaitingJobsTest {

  private static final Duration ENOUGH = Duration.ofSeconds(30);

  private final LaneFixture lane = new LaneFixture();

  @AfterEach
  void close() {
    lane.close();
  }

  @Test
  void awaitsOneAnswerAfterAnother() throws Exception {
    start(
        (number, job) -> {
          var one = await(job.vertx().timer(5, TimeUnit.MILLISECONDS).map(_ -> number.number()));
          var two = await(job.vertx().timer(5, TimeUnit.MILLISECONDS).map(_ -> one + 1));
          return new Amount(one + two);
        },
        number(2));

    var reply = lane.reply();
    assertThat(reply.status()).isEqualTo(Status.DONE);
    assertThat(reply.result()).hasToString("{\"number\":5}");
    assertThat(reply.thread()).startsWith("awaiting jobs.burgers/");
  }

  @Test
  @Timeout(20)
  void aThousandThatBlockOverlap() throws Exception {
    var allBlock = new CountDownLatch(1_000);
    start(
        ENOUGH,
        (number, _) -> {
          assertThat(Thread.currentThread().isVirtual()).isTrue();
          allBlock.countDown();
          allBlock.await(); // each waits for all the others
          return number;
        },
        Collections.nCopies(1_000, number(1)));

    for (var i = 0; i < 1_000; i++) {
      assertThat(lane.reply().status()).isEqualTo(Status.DONE);
    }
    lane.assertNoFurtherOutcome();
  }

  @Test
  void aFaultThatAwaitThrowsIsTheVerySame() throws Exception {
    var fault = JobFault.permanent("kitchen-404", "not here");
    var caught = new CopyOnWriteArrayList<Throwable>();
    start(
        (_, _) -> {
          try {
            return await(Future.failedFuture(fault));
          } catch (JobFault seen) {
            caught.add(seen);
            throw seen;
          }
        },
        number(1));

    assertThat(lane.reply().error()).isEqualTo(new Failure("kitchen-404", "not here"));
    assertThat(caught).containsExactly(fault);
  }

  @Test
  void aCheckedExceptionComesThroughAwaitAsItIs() throws Exception {
    start((_, _) -> await(Future.failedFuture(new IOException("connection cut"))), number(1));

    assertThat(((Again) lane.outcome()).failure())
        .isEqualTo(new Failure("IOException", "connection cut"));
  }

  @Test
  void aHandlerThatThrowsAnErrorOrReturnsNullHasFailed() throws Exception {
    start(
        (_, _) -> {
          throw new StackOverflowError("deep");
        },
        number(1));
    assertThat(((Again) lane.outcome()).failure())
        .isEqualTo(new Failure("StackOverflowError", "deep"));

    startReturningNull();
    assertThat(lane.reply().error()).extracting(Failure::type).isEqualTo("no-result");
    lane.assertNoFurtherOutcome();
  }

  /** As an event loop does; the worker ends then, since what failed is not this job alone. */
  @Test
  void whatNoJobCanBeBlamedForIsToldToTheLanesBorder() throws Exception {
    var told = new CompletableFuture<Throwable>();
    lane.vertx.exceptionHandler(told::complete);
    var error = new OutOfMemoryError("no heap, says the test");
    start(
        (_, _) -> {
          throw error;
        },
        number(1));

    assertThat(told.get(10, TimeUnit.SECONDS)).hasCause(error);
  }

  @Test
  void atItsTimeLimitTheTokenIsSetAndTheThreadIsInterrupted() throws Exception {
    var tokens = new CopyOnWriteArrayList<CancelToken>();
    var thrown = new CompletableFuture<Throwable>();
    var isStillInterrupted = new CompletableFuture<Boolean>();
    start(
        Duration.ofMillis(50),
        (_, job) -> {
          tokens.add(job.cancel());
          try {
            return await(Promise.<Amount>promise().future());
          } catch (JobFault cutOff) {
            isStillInterrupted.complete(Thread.currentThread().isInterrupted());
            thrown.complete(cutOff);
            throw cutOff;
          }
        },
        List.of(number(1)));

    assertThat(((Again) lane.outcome()).failure())
        .isEqualTo(new Failure("timeout", "no answer within 50 ms"));
    assertThat(thrown.get(10, TimeUnit.SECONDS))
        .hasMessage("cut off while it awaited a future")
        .extracting(fault -> ((JobFault) fault).type())
        .isEqualTo("cancelled");
    assertThat(isStillInterrupted.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(tokens).hasSize(1).allMatch(CancelToken::isCancelled);
    lane.assertNoFurtherOutcome();
  }

  @Test
  void aHandlerThatIgnoresItsEndIsAnsweredAllTheSameAndOnce() throws Exception {
    var goOn = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    start(
        Duration.ofMillis(50),
        (number, _) -> {
          while (goOn.getCount() > 0) {
            try {
              goOn.await();
            } catch (InterruptedException ignored) {
              // as it must not
            }
          }
          ended.countDown();
          return number;
        },
        List.of(number(1)));

    assertThat(((Again) lane.outcome()).failure().type()).isEqualTo("timeout");
    goOn.countDown();
    assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    lane.assertNoFurtherOutcome();
  }

  @Test
  void aJobSeesNothingOfOtherThreadsAndTheClassLoaderOfItsLane() throws Exception {
    var inherited = new InheritableThreadLocal<String>();
    inherited.set("of the test");
    try {
      var seen = new CompletableFuture<String>();
      var loader = new CompletableFuture<ClassLoader>();
      start(
          (number, _) -> {
            seen.complete(String.valueOf(inherited.get()));
            loader.complete(Thread.currentThread().getContextClassLoader());
            return number;
          },
          number(1));

      assertThat(seen.get(10, TimeUnit.SECONDS)).isEqualTo("null");
      assertThat(loader.get(10, TimeUnit.SECONDS))
          .isSameAs(Thread.currentThread().getContextClassLoader());
    } finally {
      inherited.remove();
    }
  }

  private static Ticket number(int number) {
    return ticket("test", "{\"number\":" + number + "}");
  }

  private void start(Work work, Ticket ticket) {
    start(ENOUGH, work, List.of(ticket));
  }

  private void start(Duration limit, Work work, List<Ticket> tickets) {
    lane.waiting(new TestHandler(limit, work)).start(tickets);
  }

  @SuppressWarnings("NullAway") // what a handler must not do, but can
  private void startReturningNull() {
    start((_, _) -> null, number(1));
  }

  private interface Work {
    Amount on(Amount amount, JobContext job) throws Exception;
  }

  private record TestHandler(Duration limit, Work work) implements AwaitingHandler<Amount, Amount> {

    @Override
    public String kind() {
      return "test";
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
    public Amount handle(Amount payload, JobContext job) throws Exception {
      return work.on(payload, job);
    }
  }
}
