package diner.worker.lane;

import static diner.worker.lane.LaneFixture.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.message.Headers;
import diner.shared.message.Reply.Failure;
import diner.shared.message.Reply.Status;
import diner.worker.Deliveries;
import diner.worker.flow.Outcome.Again;
import diner.worker.flow.Ticket;
import diner.worker.handler.CancelToken;
import diner.worker.handler.JobContext;
import diner.worker.handler.JobFault;
import diner.worker.handler.WaitingHandler;
import diner.worker.lane.LaneFixture.Amount;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitingLaneTest {

  private final LaneFixture lane = new LaneFixture();

  @AfterEach
  void close() {
    lane.close();
  }

  @Test
  void repliesWithTheResult() throws Exception {
    start((number, job) -> Future.succeededFuture(number), number(2));

    var reply = lane.reply();
    assertThat(reply.status()).isEqualTo(Status.DONE);
    assertThat(reply.result()).hasToString("{\"number\":2}");
    assertThat(reply.thread()).startsWith("vert.x-eventloop-thread-");
  }

  @Test
  void overlapsAThousandOnOneThread() throws Exception {
    var gate = Promise.<Void>promise();
    var allAreWaiting = new CountDownLatch(1_000);
    var threads = new ConcurrentSkipListSet<String>();
    start(
        (number, job) -> {
          threads.add(Thread.currentThread().getName());
          allAreWaiting.countDown();
          return gate.future().map(number);
        },
        Collections.nCopies(1_000, number(1)));

    assertThat(allAreWaiting.await(10, TimeUnit.SECONDS)).isTrue();
    gate.complete();

    for (var i = 0; i < 1_000; i++) {
      threads.add(lane.reply().thread());
    }
    assertThat(threads).hasSize(1);
  }

  @Test
  void aHandlerIsToldTheTraceOfItsJobAndNothingThatIsNone() throws Exception {
    var trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    var headers = Headers.NONE.plus(Headers.JOB_KIND, "test");
    var traces = new CopyOnWriteArrayList<String>();

    start(
        (number, job) -> {
          traces.add(String.valueOf(job.traceparent()));
          return Future.succeededFuture(number);
        },
        Deliveries.ticket("{\"number\":1}", headers.plus(Headers.TRACEPARENT, trace)),
        Deliveries.ticket("{\"number\":1}", headers.plus(Headers.TRACEPARENT, trace + "-x")));

    lane.reply();
    lane.reply();
    assertThat(traces).containsExactlyInAnyOrder(trace, "null");
  }

  @Test
  void aHandlerThatThrowsHasFailed() throws Exception {
    start(
        (number, job) -> {
          throw new IllegalStateException("oops");
        },
        number(1));

    assertThat(((Again) lane.outcome()).failure())
        .isEqualTo(new Failure("IllegalStateException", "oops"));
    lane.assertNoFurtherOutcome();
  }

  @Test
  @SuppressWarnings("NullAway") // what a handler must not do, but can
  void aHandlerThatReturnsNullHasFailed() throws Exception {
    start((number, job) -> null, number(1));

    assertThat(lane.reply().error()).extracting(Failure::type).isEqualTo("no-future");
  }

  @Test
  void aHandlerThatNeverEndsIsCutOff() throws Exception {
    var tokens = new CopyOnWriteArrayList<CancelToken>();
    var late = Promise.<Amount>promise();
    start(
        Duration.ofMillis(50),
        (number, job) -> {
          tokens.add(job.cancel());
          return late.future();
        },
        List.of(number(1)));

    assertThat(((Again) lane.outcome()).failure().type()).isEqualTo("timeout");
    assertThat(tokens).hasSize(1).allMatch(CancelToken::isCancelled);

    late.complete(new Amount(1));
    lane.assertNoFurtherOutcome();
  }

  @Test
  void aHandlerMayEndOnAnyThread() throws Exception {
    var promise = Promise.<Amount>promise();
    start((number, job) -> promise.future(), number(1));

    Thread.ofPlatform().start(() -> promise.complete(new Amount(3)));

    assertThat(lane.reply().thread()).startsWith("vert.x-eventloop-thread-");
  }

  @Test
  void aFaultThatStaysEndsTheJob() throws Exception {
    start(
        (number, job) -> Future.failedFuture(JobFault.permanent("kitchen-404", "not here")),
        number(1));

    assertThat(lane.reply().error()).isEqualTo(new Failure("kitchen-404", "not here"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "burgers|{\"number\":1}|unknown-kind|no handler for kind 'burgers'; this worker has: test",
        "test|{\"number\":\"two\"}|malformed|number: expected an integer, got \"two\"",
        "test|{\"number\":|malformed|not JSON",
        "test|[1]|malformed|expected a JSON object",
        "test|``|malformed|expected a JSON object, got nothing",
      })
  void refusesWhatCantBeTried(String kind, String value, String type, String message)
      throws Exception {
    start((number, job) -> Future.succeededFuture(number), ticket(kind, value));

    var reply = lane.reply();
    assertThat(reply.status()).isEqualTo(Status.FAILED);
    assertThat(reply.attempts()).isZero();
    assertThat(reply.error()).extracting(Failure::type).isEqualTo(type);
    assertThat(reply.error()).extracting(Failure::message).asString().contains(message);
  }

  @Test
  void refusesAValueOverTheLimitUnread() throws Exception {
    start(
        (number, job) -> Future.succeededFuture(number),
        ticket("test", "{\"number\":1," + " ".repeat(1_000) + "}"));

    assertThat(lane.reply().error())
        .isEqualTo(
            new Failure("rejected", "the value has 1013 bytes, allowed are 1000 (--value-limit)"));
  }

  @Test
  void startsThoseBehindALongListInTurns() throws Exception {
    var order = new ArrayList<Integer>(); // one event loop writes and reads it
    start(
        (number, job) -> {
          order.add(number.number());
          return Future.succeededFuture(number);
        },
        List.of(number(0), number(1), number(2)));

    for (var i = 0; i < 3; i++) {
      lane.reply();
    }
    assertThat(order).containsExactly(0, 1, 2);
  }

  private static Ticket number(int number) {
    return ticket("test", "{\"number\":" + number + "}");
  }

  private void start(BiFunction<Amount, JobContext, Future<Amount>> handler, Ticket... tickets) {
    start(handler, List.of(tickets));
  }

  private void start(BiFunction<Amount, JobContext, Future<Amount>> handler, List<Ticket> tickets) {
    start(Duration.ofSeconds(30), handler, tickets);
  }

  private void start(
      Duration limit,
      BiFunction<Amount, JobContext, Future<Amount>> handler,
      List<Ticket> tickets) {
    lane.waiting(new TestHandler(limit, handler)).start(tickets);
  }

  private record TestHandler(Duration limit, BiFunction<Amount, JobContext, Future<Amount>> work)
      implements WaitingHandler<Amount, Amount> {

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
    public Future<Amount> handle(Amount payload, JobContext job) {
      assertThat(Vertx.currentContext().isEventLoopContext()).isTrue();
      return work.apply(payload, job);
    }
  }
}
