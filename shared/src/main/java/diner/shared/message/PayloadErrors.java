package diner.shared.message;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns Jackson's errors into one line for the sender of the JSON: what, which and expected. */
final class PayloadErrors {

  private PayloadErrors() {}

  static String describe(JsonProcessingException error) {
    return switch (error) {
      case UnrecognizedPropertyException e ->
          "unknown field '%s'; known: %s"
              .formatted(
                  e.getPropertyName(),
                  e.getKnownPropertyIds() == null
                      ? "none"
                      : e.getKnownPropertyIds().stream()
                          .map(String::valueOf)
                          .sorted()
                          .collect(Collectors.joining(", ")));
      case ValueInstantiationException e when e.getCause() != null ->
          String.valueOf(e.getCause().getMessage());
      case InvalidFormatException e ->
          "%s: expected %s, got %s"
              .formatted(field(e), expected(e.getTargetType()), quoted(e.getValue()));
      case MismatchedInputException e -> mismatch(e);
      case JsonMappingException e -> field(e) + ": " + e.getOriginalMessage();
      case StreamReadException e -> "not JSON: " + e.getOriginalMessage() + at(e.getLocation());
      default -> "not JSON: " + error.getOriginalMessage();
    };
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
        : "%s: expected %s".formatted(field(e), expected(e.getTargetType()));
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
    var shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
    return value instanceof String ? '"' + shown + '"' : shown;
  }

  private static String at(@Nullable JsonLocation where) {
    return where == null
        ? ""
        : " (line " + where.getLineNr() + ", column " + where.getColumnNr() + ")";
  }
}
