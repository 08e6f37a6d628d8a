package diner.producer.gateway;

import diner.shared.message.Headers;
import io.vertx.core.MultiMap;
import java.util.regex.Pattern;

/** The W3C trace context of a request. One of another form is left out, as its standard says. */
final class TraceParent {

  private static final Pattern FORM =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-[!-~]{1,400})?");

  private TraceParent() {}

  /** The headers of a job, with the request's context where it has one. */
  static Headers into(Headers headers, MultiMap request) {
    var given = request.getAll(Headers.TRACEPARENT);
    return given.size() == 1 && isWellFormed(given.getFirst())
        ? headers.plus(Headers.TRACEPARENT, given.getFirst())
        : headers;
  }

  private static boolean isWellFormed(String text) {
    // More may follow in versions to come, not in the first.
    return FORM.matcher(text).matches() && (!text.startsWith("00-") || text.length() == 55);
  }
}
