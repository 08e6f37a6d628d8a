package diner.shared.message;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A job's place in a trace, as the header {@code traceparent} says it. Diner carries it on as it
 * came and adds no span of its own. Pure. Source: W3C Trace Context, 3.2 and 3.3.
 */
public final class TraceParent {

  /** Version, trace id, parent id and flags; neither the version ff nor ids of zeros are any. */
  private static final Pattern FORM =
      Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  private static final String KNOWN_VERSION = "00";
  private static final int LENGTH = 55;
  private static final int FLAGS_AT = 53;
  private static final int SAMPLED = 1;

  /** A later version may add fields; what is longer than this is not looked into. */
  private static final int LONGEST = 512;

  private TraceParent() {}

  /** What to carry on of the trace context among these headers; empty where that is none. */
  public static Optional<String> in(Headers headers) {
    return headers
        .last(Headers.TRACEPARENT)
        .filter(header -> header.value() != null && header.value().length <= LONGEST)
        .flatMap(header -> of(header.text()));
  }

  /**
   * What to carry on of such a text: itself. Of a later version it is what this version has, with
   * no flag but {@code sampled}; of a malformed one nothing.
   */
  public static Optional<String> of(String text) {
    if (text.length() < LENGTH || !FORM.matcher(text.substring(0, LENGTH)).matches()) {
      return Optional.empty();
    }
    if (text.startsWith(KNOWN_VERSION)) {
      return Optional.of(text).filter(whole -> whole.length() == LENGTH);
    }
    var flags = Integer.parseInt(text.substring(FLAGS_AT, LENGTH), 16);
    return text.length() == LENGTH || text.charAt(LENGTH) == '-'
        ? Optional.of(
            "%s%s%02x".formatted(KNOWN_VERSION, text.substring(2, FLAGS_AT), flags & SAMPLED))
        : Optional.empty();
  }
}
