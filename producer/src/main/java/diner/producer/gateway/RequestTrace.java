package diner.producer.gateway;

import diner.shared.message.Headers;
import diner.shared.message.TraceParent;
import io.vertx.core.MultiMap;
import java.util.Optional;

/** The trace context of a request. */
final class RequestTrace {

  private RequestTrace() {}

  /** The headers of a job, with the request's context where it has exactly one. */
  static Headers into(Headers headers, MultiMap request) {
    var given = request.getAll(Headers.TRACEPARENT);
    var trace = given.size() == 1 ? TraceParent.of(given.getFirst()) : Optional.<String>empty();
    return trace.map(text -> headers.plus(Headers.TRACEPARENT, text)).orElse(headers);
  }
}
