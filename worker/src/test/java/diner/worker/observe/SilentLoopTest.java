package diner.worker.observe;

import static org.assertj.core.api.Assertions.assertThat;

import diner.worker.handler.Handlers;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An event loop that stands still, and what {@code /health/live} says of it. */
@Timeout(30)
class SilentLoopTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final Health health = new Health(now::get, Set.of(), Duration.ZERO);
  private final Metrics metrics = new Metrics(Set.of());

  @Test
  void aWorkerWhoseEventLoopStandsStillSaysThatItIsNotLiveAndWhy() throws Exception {
    var measured = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    var serving = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    var release = new CountDownLatch(1);
    var observed =
        new Observation(health, metrics, new BlockedLoops(new Handlers(List.of()), metrics));
    try (var client = HttpClient.newHttpClient()) {
      var server =
          observed
              .open(measured, 1, serving, new WorkerHttp.Settings("127.0.0.1", 0, 10))
              .await(10, TimeUnit.SECONDS);
      assertThat(live(client, server.actualPort()).statusCode()).isEqualTo(200);

      var blocked = new CountDownLatch(1);
      measured.runOnContext(_ -> {
        blocked.countDown();
        awaitUninterrupted(release);
      });
      assertThat(blocked.await(10, TimeUnit.SECONDS)).isTrue();
      now.set(Instant.EPOCH.plusSeconds(31));
      var answer = live(client, server.actualPort());

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body())
          .startsWith("vert.x-eventloop-thread-")
          .contains("has not turned since 1970-01-01T00:00:00Z");
      release.countDown();
      Awaitility.await()
          .atMost(LIMIT)
          .until(() -> live(client, server.actualPort()).statusCode() == 200);
    } finally {
      release.countDown();
      measured.close().await(10, TimeUnit.SECONDS);
      serving.close().await(10, TimeUnit.SECONDS);
    }
  }

  private static HttpResponse<String> live(HttpClient client, int port) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/health/live".formatted(port)))
            .timeout(LIMIT)
            .build(),
        BodyHandlers.ofString());
  }

  private static void awaitUninterrupted(CountDownLatch release) {
    try {
      assertThat(release.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
