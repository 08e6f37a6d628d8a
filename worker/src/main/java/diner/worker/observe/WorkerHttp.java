package diner.worker.observe;

import diner.shared.http.GuardedServer;
import diner.shared.http.HostNames;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code /health/live} and {@code /health/ready}, 200 or 503 with the reason, and {@code
 * /metrics}. Runs on an event loop, where it only reads what others left; the text of the metrics
 * is written on a worker thread of Vert.x.
 */
public final class WorkerHttp {

  private static final Logger log = LoggerFactory.getLogger(WorkerHttp.class);
  private static final String PLAIN = "text/plain; charset=utf-8";

  private static final Duration IDLE_LIMIT = Duration.ofSeconds(20);

  /**
   * Where health and metrics are served.
   *
   * @param port 0: a free one
   * @param connections that may be open at once
   */
  public record Settings(String host, int port, int connections) {

    private Settings onFreePort() {
      return new Settings(host, 0, connections);
    }

    private GuardedServer.Settings guarded() {
      return new GuardedServer.Settings(
          host, port, HostNames.of(host, List.of()), connections, IDLE_LIMIT);
    }
  }

  private WorkerHttp() {}

  /** Listens on the port, or, where that is taken, on a free one; says which. */
  public static Future<HttpServer> open(Vertx vertx, Observation observed, Settings settings) {
    return listen(vertx, observed, settings)
        .recover(taken -> {
          log.atWarn()
              .addKeyValue("port", settings.port())
              .addKeyValue("cause", taken.getMessage())
              .log("HTTP port can't be had: taking a free one");
          return listen(vertx, observed, settings.onFreePort());
        })
        .onSuccess(server ->
            log.atInfo()
                .addKeyValue(
                    "url",
                    "http://%s:%d".formatted(HostNames.inUrl(settings.host()), server.actualPort()))
                .log("health and metrics are served"));
  }

  private static Future<HttpServer> listen(Vertx vertx, Observation observed, Settings settings) {
    return GuardedServer.create(
            vertx,
            settings.guarded(),
            (request, refusal) -> end(request, refusal.status(), PLAIN, refusal.message() + "\n"),
            request -> answer(request, vertx, observed))
        .listen();
  }

  private static void answer(HttpServerRequest request, Vertx vertx, Observation observed) {
    if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
      request.response().putHeader("Allow", "GET, HEAD");
      end(request, 405, PLAIN, "expected GET\n");
      return;
    }
    var health = observed.health();
    switch (String.valueOf(request.path())) {
      case "/health/live" -> answer(request, health.whyNotLive(), "ok");
      case "/health/ready" -> answer(request, health.whyNotReady(), health.ready());
      case "/metrics" ->
          vertx
              .executeBlocking(observed.metrics()::scrape)
              .onSuccess(text -> end(request, 200, Metrics.CONTENT_TYPE, text))
              .onFailure(fault -> end(request, 500, PLAIN, fault + "\n"));
      default -> end(request, 404, PLAIN, "expected /health/live, /health/ready or /metrics\n");
    }
  }

  private static void answer(HttpServerRequest request, Optional<String> whyNot, String otherwise) {
    end(request, whyNot.isEmpty() ? 200 : 503, PLAIN, whyNot.orElse(otherwise) + "\n");
  }

  private static void end(HttpServerRequest request, int status, String type, String text) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("content-type", type)
        .end(text)
        .onFailure(gone -> log.debug("a client did not wait for its answer", gone));
  }
}
