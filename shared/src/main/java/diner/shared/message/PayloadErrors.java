package diner.shared.message;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns Jackson's errors into one line for the sender of the JSON: what, which and expected. */
final class PayloadErrors {

  /** Characters shown of a value that is not as expected. */
  private static final int MAX_SHOWN = 40;

  /** Characters of a whole message; it goes into logs, headers and replies. */
  private static final int MAX_MESSAGE = 400;

  private static final Pattern LINE_ENDS = Pattern.compile("[\\p{Cc}\\u2028\\u2029]+");
  private static final Pattern WHOSE_LIMIT = Pattern.compile(", from `[^`]*`");
  private static final Pattern WHERE_IT_BEGAN = Pattern.compile(" \\(for \\w+ starting at .*]\\)");
  private static final Pattern COERCED =
      Pattern.compile("^Cannot coerce \\w+ value \\((.*)\\) to `");
  private static final Pattern UNEXPECTED =
      Pattern.compile("^Cannot (?:map|deserialize value of type `[^`]*` from) `?(\\w+)");

  private PayloadErrors() {}

  static String describe(JsonProcessingException error) {
    var line = LINE_ENDS.matcher(whatIsWrong(error)).replaceAll(" ");
    return shortened(WHOSE_LIMIT.matcher(line).replaceAll(""), MAX_MESSAGE);
  }

  private static String whatIsWrong(JsonProcessingException error) {
    return switch (error) {
      case UnrecognizedPropertyException e ->
          "unknown field '%s'; known: %s"
              .formatted(
                  shortened(e.getPropertyName(), MAX_SHOWN),
                  e.getKnownPropertyIds() == null
                      ? "none"
                      : e.getKnownPropertyIds().stream()
                          .map(String::valueOf)
                          .sorted()
                          .collect(Collectors.joining(", ")));
      case ValueInstantiationException e when e.getCause() != null -> refusal(e.getCause());
      case InvalidFormatException e when e.getTargetType() == byte[].class ->
          field(e) + ": expected base64"; // what Jackson says it got is a piece of it
      case InvalidFormatException e ->
          "%s: expected %s, got %s"
              .formatted(field(e), expected(e.getTargetType()), quoted(e.getValue()));
      case MismatchedInputException e -> mismatch(e);
      case JsonMappingException e -> field(e) + ": " + e.getOriginalMessage();
      case StreamConstraintsException e -> "beyond a limit: " + e.getOriginalMessage();
      case JsonEOFException e -> "not JSON: it ends too early" + at(e.getLocation());
      case StreamReadException e when e.getOriginalMessage().startsWith("Duplicate field") ->
          "expected each field once, got more: " + shortened(e.getOriginalMessage(), 2 * MAX_SHOWN);
      case StreamReadException e ->
          "not JSON: "
              + WHERE_IT_BEGAN.matcher(e.getOriginalMessage()).replaceAll("")
              + at(e.getLocation());
      default -> "not JSON: " + error.getOriginalMessage();
    };
  }

  /** What a payload's own type said as it was made; what Java says of a null is not for senders. */
  private static String refusal(Throwable cause) {
    var message = cause.getMessage();
    if (cause instanceof NullPointerException
        && (message == null || message.startsWith("Cannot "))) {
      return "got null where a value is needed";
    }
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  private static String mismatch(MismatchedInputException e) {
    var message = String.valueOf(e.getOriginalMessage());
    if (message.startsWith("No content")) {
      return "expected a JSON object, got nothing";
    }
    if (message.startsWith("Missing required creator property")) {
      return "missing field "
          + message.substring(message.indexOf('\''), message.lastIndexOf('\'') + 1);
    }
    if (message.startsWith("Trailing token")) {
      return "expected one JSON object, got more behind it";
    }
    return e.getPath().isEmpty()
        ? "expected a JSON object" + at(e.getLocation())
        : "%s: expected %s%s".formatted(field(e), expected(e.getTargetType()), got(message));
  }

  /** What stood there instead, which Jackson says in its message alone; empty where it does not. */
  private static String got(String message) {
    var coerced = COERCED.matcher(message);
    if (coerced.find()) {
      return ", got " + shortened(coerced.group(1), MAX_SHOWN);
    }
    var unexpected = UNEXPECTED.matcher(message);
    return unexpected.find() ? ", got " + unexpected.group(1).toLowerCase(Locale.ROOT) : "";
  }

  private static String field(JsonMappingException e) {
    var path =
        e.getPath().stream()
            .map(step ->
                step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
            .collect(Collectors.joining("."));
    return path.isEmpty() ? "the value" : path;
  }

  private static String expected(@Nullable Class<?> type) {
    if (type == null) {
      return "another type";
    }
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return "an integer";
    }
    if (type == double.class || type == Double.class) {
      return "a number";
    }
    if (type == byte[].class) {
      return "base64";
    }
    if (type == String.class) {
      return "text";
    }
    return "a " + type.getSimpleName().toLowerCase(Locale.ROOT);
  }

  /** The value as the sender wrote it, cut short: it goes into logs and replies. */
  private static String quoted(@Nullable Object value) {
    var text = String.valueOf(value);
    var shown = shortened(text, MAX_SHOWN);
    return value instanceof String ? '"' + shown + '"' : shown;
  }

  private static String shortened(String text, int most) {
    return text.length() > most ? text.substring(0, most) + "…" : text;
  }

  private static String at(@Nullable JsonLocation where) {
    return where == null
        ? ""
        : " (line " + where.getLineNr() + ", column " + where.getColumnNr() + ")";
  }
}
