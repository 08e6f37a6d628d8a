package diner.producer.gateway;

import diner.shared.message.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer to a request.
 *
 * @param status of HTTP
 * @param body written as JSON; null for none
 * @param headers besides the content's
 */
record Answer(int status, @Nullable Object body, Map<String, String> headers) {

  private record Problem(Details error) {}

  private record Details(String type, String message) {}

  Answer {
    headers = Map.copyOf(headers);
  }

  static Answer ok(Object body) {
    return new Answer(200, body, Map.of());
  }

  /** Without a body. */
  static Answer empty(int status) {
    return new Answer(status, null, Map.of());
  }

  static Answer problem(int status, String type, String message) {
    return new Answer(status, new Problem(new Details(type, message)), Map.of());
  }

  /** 503: not now. */
  static Answer later(String type, String message, Duration retryAfter) {
    var headers = Map.of("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
    return new Answer(503, new Problem(new Details(type, message)), headers);
  }

  Answer with(String header, String value) {
    var more = new java.util.HashMap<>(headers);
    more.put(header, value);
    return new Answer(status, body, more);
  }

  /** Writes it; to a client that hung up it is written in vain. */
  void writeTo(HttpServerResponse response) {
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(status);
    headers.forEach(response::putHeader);
    // Fails only where the client hung up meanwhile, and then there is nobody to tell.
    if (body == null) {
      var _ = response.end();
    } else {
      response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
      var _ = response.end(Buffer.buffer(Json.bytes(body)));
    }
  }
}
