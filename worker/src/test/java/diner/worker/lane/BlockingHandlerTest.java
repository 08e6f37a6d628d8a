package diner.worker.lane;

import static diner.worker.lane.LaneFixture.await;
import static diner.worker.lane.LaneFixture.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.message.Reply.Status;
import diner.worker.Warnings;
import diner.worker.handler.Handlers;
import diner.worker.handler.JobContext;
import diner.worker.handler.WaitingHandler;
import diner.worker.lane.LaneFixture.Amount;
import diner.worker.observe.BlockedLoops;
import diner.worker.observe.Metrics;
import diner.worker.observe.Observation;
import diner.worker.observe.Scrape;
import diner.worker.observe.WorkerHttp;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Event loops that handlers block: seen by the checker, counted, and named in the log. */
class BlockingHandlerTest {

  private static final Duration BLOCK = Duration.ofMillis(300);
  private static final int JOBS = 3;

  private final Warnings warnings = Warnings.of(BlockedLoops.class);
  private final Handler greedy = new Handler("greedy", (amount, _) -> block(amount));

  @AfterEach
  void close() {
    warnings.close();
  }

  @Test
  void aHandlerThatBlocksWhenItIsCalledIsNamedAndCountedAndTheWorkerGoesOn() throws Exception {
    var here = new BlocksInHandle();

    var scrape = run(here, new Handlers(List.of(here, new BlocksLater())));

    assertThat(blocks(scrape, "blocks-in-handle")).isPositive();
    assertThat(warnings.lines())
        .anySatisfy(line -> {
          assertThat(line).containsEntry("kind", "blocks-in-handle");
          assertThat(line.get("at"))
              .asString()
              .startsWith(BlocksInHandle.class.getName() + ".handle:");
        });
    assertThat(delaysOver200Millis(scrape)).isGreaterThanOrEqualTo(JOBS * 4);
  }

  @Test
  void aHandlerThatBlocksInALaterCallbackIsNamedAndCountedAndTheWorkerGoesOn() throws Exception {
    var later = new BlocksLater();

    var scrape = run(later, new Handlers(List.of(later, new BlocksInHandle())));

    assertThat(blocks(scrape, "blocks-later")).isPositive();
    assertThat(warnings.lines())
        .anySatisfy(line -> {
          assertThat(line).containsEntry("kind", "blocks-later");
          assertThat(line.get("at"))
              .asString()
              .startsWith(BlocksLater.class.getName() + ".lambda$");
        });
    assertThat(delaysOver200Millis(scrape)).isGreaterThanOrEqualTo(JOBS * 4);
  }

  @Test
  void theKindThatIsCalledIsNamedWhereItsClassIsAnotherKindsToo() throws Exception {
    var other = new Handler("other", (amount, _) -> Future.succeededFuture(amount));

    var scrape = run(greedy, new Handlers(List.of(greedy, other)));

    assertThat(blocks(scrape, "greedy")).isPositive();
    assertThat(blocks(scrape, "other")).isZero();
    assertThat(warnings.lines()).extracting(line -> line.get("kind")).contains("greedy");
  }

  /** Has a few jobs done by this handler, and returns what the metrics say then. */
  private static Scrape run(WaitingHandler<Amount, Amount> handler, Handlers known)
      throws Exception {
    var observation = Observation.of(known, Duration.ZERO);
    var vertx = observation.blockedLoops().open(new VertxOptions().setEventLoopPoolSize(1));
    try (var fixture = new LaneFixture(vertx)) {
      var http = new WorkerHttp.Settings("127.0.0.1", 0, 10);
      var server = await(observation.open(vertx, 1, vertx, http));
      var lane = fixture.waiting(handler);
      observation.blockedLoops().watch(lane::kindCalledOn);
      var before = metrics(server.actualPort());

      for (var i = 0; i < JOBS; i++) {
        lane.start(List.of(ticket(handler.kind(), "{\"number\":1}")));
        assertThat(fixture.reply().status()).isEqualTo(Status.DONE);
      }

      Awaitility.await()
          .atMost(LaneFixture.LIMIT)
          .until(() -> delaysOver200Millis(metrics(server.actualPort())) >= JOBS * 4);
      var after = metrics(server.actualPort());
      assertThat(after.series().keySet()).isEqualTo(before.series().keySet());
      return after;
    }
  }

  private static Scrape metrics(int port) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var answer =
          client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/metrics".formatted(port)))
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("content-type")).contains(Metrics.CONTENT_TYPE);
      return Scrape.of(answer.body());
    }
  }

  private static double blocks(Scrape scrape, String kind) {
    return scrape.value("diner_worker_event_loop_blocked_total", "kind=\"%s\"".formatted(kind));
  }

  private static double delaysOver200Millis(Scrape scrape) {
    var loop = "loop=\"vert.x-eventloop-thread-0\"";
    return scrape.value("diner_worker_event_loop_delay_seconds_count", loop)
        - scrape.value("diner_worker_event_loop_delay_seconds_bucket", loop + ",le=\"0.2\"");
  }

  /** What no handler may do on an event loop. */
  private static Future<Amount> block(Amount amount) {
    var end = System.nanoTime() + BLOCK.toNanos();
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return Future.succeededFuture(amount);
  }

  private record Handler(String kind, BiFunction<Amount, JobContext, Future<Amount>> work)
      implements WaitingHandler<Amount, Amount> {

    @Override
    public Class<Amount> payloadType() {
      return Amount.class;
    }

    @Override
    public Future<Amount> handle(Amount payload, JobContext job) {
      return work.apply(payload, job);
    }
  }

  private static final class BlocksInHandle implements WaitingHandler<Amount, Amount> {

    @Override
    public String kind() {
      return "blocks-in-handle";
    }

    @Override
    public Class<Amount> payloadType() {
      return Amount.class;
    }

    @Override
    public Future<Amount> handle(Amount payload, JobContext job) {
      return block(payload);
    }
  }

  private static final class BlocksLater implements WaitingHandler<Amount, Amount> {

    @Override
    public String kind() {
      return "blocks-later";
    }

    @Override
    public Class<Amount> payloadType() {
      return Amount.class;
    }

    @Override
    public Future<Amount> handle(Amount payload, JobContext job) {
      return Vertx.currentContext()
          .owner()
          .timer(Duration.ofMillis(20))
          .compose(_ -> block(payload));
    }
  }
}
