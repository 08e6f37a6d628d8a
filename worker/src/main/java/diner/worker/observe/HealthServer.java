package diner.worker.observe;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code /health/live} and {@code /health/ready}: 200, or 503 with the reason. Runs on an
 * event loop, where it only reads what others left.
 */
public final class HealthServer {

  private static final Logger log = LoggerFactory.getLogger(HealthServer.class);
  private static final int IDLE_SECONDS = 30;

  private HealthServer() {}

  /** Listens on the port, or, where that is taken, on a free one; says which. */
  public static Future<HttpServer> open(Vertx vertx, Health health, String host, int port) {
    return listen(vertx, health, host, port)
        .recover(taken -> {
          log.atWarn()
              .addKeyValue("port", port)
              .addKeyValue("cause", taken.getMessage())
              .log("HTTP port can't be had: taking a free one");
          return listen(vertx, health, host, 0);
        })
        .onSuccess(server ->
            log.atInfo()
                .addKeyValue("url", "http://%s:%d".formatted(host, server.actualPort()))
                .log("health is served"));
  }

  private static Future<HttpServer> listen(Vertx vertx, Health health, String host, int port) {
    return vertx
        .createHttpServer(
            new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS))
        .requestHandler(request -> answer(request, health))
        .listen();
  }

  private static void answer(HttpServerRequest request, Health health) {
    switch (request.path()) {
      case "/health/live" -> answer(request, health.whyNotLive(), "ok");
      case "/health/ready" -> answer(request, health.whyNotReady(), health.ready());
      default -> end(request, 404, "expected /health/live or /health/ready");
    }
  }

  private static void answer(HttpServerRequest request, Optional<String> whyNot, String otherwise) {
    end(request, whyNot.isEmpty() ? 200 : 503, whyNot.orElse(otherwise));
  }

  private static void end(HttpServerRequest request, int status, String line) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("content-type", "text/plain; charset=utf-8")
        .end(line + "\n")
        .onFailure(gone -> log.debug("a client did not wait for its answer", gone));
  }
}
