package diner.shared.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP server that strangers may talk to: HTTP/1.1, bounded in the size of a request's head, in
 * connections and in the time they are without a request; only for hosts of its own name. Its
 * handler gets what passes, with the security headers on the answer already.
 */
public final class GuardedServer {

  /**
   * What is not let pass.
   *
   * @param type for programs
   * @param message for people: what, which, expected
   */
  public record Refusal(int status, String type, String message) {}

  /** Answers what is not let pass, in the server's own format. */
  @FunctionalInterface
  public interface Refusing {
    void refuse(HttpServerRequest request, Refusal refusal);
  }

  /**
   * Where it listens, and within which bounds.
   *
   * @param port 0: a free one
   * @param connections that may be open at once
   * @param idleLimit how long one may take to bring its first or next request whole
   */
  public record Settings(
      String host, int port, HostNames names, int connections, Duration idleLimit) {}

  private static final Logger log = LoggerFactory.getLogger(GuardedServer.class);
  private static final int LINE_BYTES = 4096;
  private static final int HEAD_BYTES = 8192;

  private GuardedServer() {}

  /** A server that does not listen yet. */
  public static HttpServer create(
      Vertx vertx, Settings settings, Refusing refusing, Handler<HttpServerRequest> handler) {
    var connections = new Connections(vertx, settings.connections(), settings.idleLimit());
    return vertx
        .createHttpServer(
            new HttpServerOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                // Without TLS its connections show only with their first request, so none is cut.
                .setHttp2ClearTextEnabled(false)
                .setMaxInitialLineLength(LINE_BYTES)
                .setMaxHeaderSize(HEAD_BYTES)
                .setMaxChunkSize(HEAD_BYTES))
        .connectionHandler(connections::onOpened)
        .invalidRequestHandler(request -> {
          SecurityHeaders.putOn(request.response());
          refusing.refuse(request, invalid(request));
          var _ = request.connection().close();
        })
        .requestHandler(request -> {
          connections.onRequest(request);
          SecurityHeaders.putOn(request.response());
          try {
            let(request, settings.names(), refusing, handler);
          } catch (RuntimeException bug) {
            // Whatever a stranger says must not reach whom Vert.x tells of what nobody expected.
            log.atError().setCause(bug).log("a request could not be answered");
            refusing.refuse(request, new Refusal(500, "internal", "a fault of the server"));
          }
        });
  }

  private static void let(
      HttpServerRequest request,
      HostNames names,
      Refusing refusing,
      Handler<HttpServerRequest> handler) {
    var authority = request.authority();
    if (names.allow(authority == null ? null : authority.host())) {
      handler.handle(request);
    } else {
      refusing.refuse(request, misdirected(names));
    }
  }

  private static Refusal invalid(HttpServerRequest request) {
    return switch (request.decoderResult().cause()) {
      case TooLongHttpLineException _ ->
          new Refusal(
              414,
              "line-too-long",
              "expected a first line of %d bytes at most".formatted(LINE_BYTES));
      case TooLongHttpHeaderException _ ->
          new Refusal(
              431,
              "headers-too-large",
              "expected headers of %d bytes at most".formatted(HEAD_BYTES));
      default -> new Refusal(400, "no-http", "expected a request of HTTP/1.1");
    };
  }

  private static Refusal misdirected(HostNames names) {
    return new Refusal(
        421,
        "wrong-host",
        "expected the header Host to name one of %s"
            .formatted(String.join(", ", names.names().stream().sorted().toList())));
  }
}
