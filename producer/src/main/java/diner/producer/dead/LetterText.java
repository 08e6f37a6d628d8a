package diner.producer.dead;

import diner.producer.terminal.Plain;
import diner.shared.message.DeadLetterHeaders;
import diner.shared.message.Turn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One letter whole, for people; pure. */
final class LetterText {

  private static final String INDENT = "  ";

  private LetterText() {}

  static List<String> lines(Letter letter, boolean isRedriven) {
    var lines = new ArrayList<String>();
    lines.add(letter.turn().toString());
    add(lines, "status", isRedriven ? "redriven" : "open");
    add(lines, "written", letter.at().toString());
    add(lines, "job", letter.job());
    add(lines, "kind", letter.kind());
    add(lines, "source", letter.origin().map(Turn::toString).orElse("unknown"));
    letter.enqueuedAt().map(Instant::toString).ifPresent(at -> add(lines, "enqueued", at));
    add(lines, "reason", letter.reason());
    add(lines, "error", letter.errorType() + ": " + letter.errorMessage());
    add(lines, "attempts", Long.toString(letter.attempts()));
    add(lines, "redrives", Long.toString(letter.redrives()));
    add(lines, "worker", letter.headers().text(DeadLetterHeaders.WORKER).orElse("unknown"));
    lines.add("headers");
    for (var header : letter.headers().all()) {
      lines.add(INDENT + Plain.line(header.name()) + ": " + headerValue(header.value()));
    }
    lines.add("key");
    lines.addAll(content(letter.key(), "none"));
    lines.add("value");
    var none =
        letter
            .omittedValue()
            .map(bytes -> "left out: it had " + Plain.line(bytes) + " bytes")
            .orElse("none");
    lines.addAll(content(letter.value(), none));
    return lines;
  }

  private static void add(List<String> lines, String name, String fact) {
    lines.add("  %-10s%s".formatted(name, Plain.line(fact)));
  }

  private static String headerValue(byte @Nullable [] value) {
    return value == null
        ? "(null)"
        : Plain.text(value).map(Plain::line).orElseGet(() -> "(base64) " + Plain.base64(value));
  }

  private static List<String> content(byte @Nullable [] bytes, String none) {
    if (bytes == null) {
      return List.of(INDENT + "(" + none + ")");
    }
    var text = Plain.text(bytes);
    return text.isPresent()
        ? text.get().lines().map(line -> INDENT + line).toList()
        : List.of(
            INDENT + "(%d bytes that are no text, as base64)".formatted(bytes.length),
            INDENT + Plain.base64(bytes));
  }
}
