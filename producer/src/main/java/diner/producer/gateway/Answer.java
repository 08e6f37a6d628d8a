package diner.producer.gateway;

import diner.shared.message.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * An answer to a request.
 *
 * @param status of HTTP
 * @param json empty for none
 * @param headers besides the content's
 */
record Answer(int status, Buffer json, Map<String, String> headers) {

  private record Problem(Details error) {}

  private record Details(String type, String message) {}

  Answer {
    headers = Map.copyOf(headers);
  }

  /** With this value written as JSON. */
  static Answer of(int status, Object body) {
    return new Answer(status, Buffer.buffer(Json.bytes(body)), Map.of());
  }

  static Answer ok(Object body) {
    return of(200, body);
  }

  /** 200, with JSON that somebody else has written. */
  static Answer written(byte[] json) {
    return new Answer(200, Buffer.buffer(json), Map.of());
  }

  /** Without a body. */
  static Answer empty(int status) {
    return new Answer(status, Buffer.buffer(), Map.of());
  }

  static Answer problem(int status, String type, String message) {
    return of(status, new Problem(new Details(type, message)));
  }

  /** 503: not now. */
  static Answer later(String type, String message, Duration retryAfter) {
    return problem(503, type, message)
        .with("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
  }

  Answer with(String header, String value) {
    var more = new HashMap<>(headers);
    more.put(header, value);
    return new Answer(status, json, more);
  }

  /** Writes it; to a client that hung up it is written in vain. */
  void writeTo(HttpServerResponse response) {
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(status);
    headers.forEach(response::putHeader);
    if (json.length() > 0) {
      response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    }
    // Fails only where the client hung up meanwhile, and then there is nobody to tell.
    var _ = json.length() > 0 ? response.end(json) : response.end();
  }
}
