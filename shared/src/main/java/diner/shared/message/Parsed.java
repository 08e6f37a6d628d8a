package diner.shared.message;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a header says that must have a certain form; a blank one says nothing. Pure: the same header
 * always says the same, whoever reads it.
 *
 * @param <T> what it says
 */
public sealed interface Parsed<T> {

  /** There is no such header. */
  record Absent<T>() implements Parsed<T> {}

  /** There is one, and it says this. */
  record Present<T>(T value) implements Parsed<T> {}

  /** There is one that can't be understood: what, which, expected. */
  record Malformed<T>(String message) implements Parsed<T> {}

  /** What is longer is neither an instant nor a number, and is not looked into. */
  int LONGEST_BYTES = 64;

  /** What it says; empty where it says nothing, or nothing that can be understood. */
  default Optional<T> found() {
    return this instanceof Present<T>(var value) ? Optional.of(value) : Optional.empty();
  }

  /** What is wrong with it; empty where nothing is. */
  default Optional<String> problem() {
    return this instanceof Malformed<T>(var message) ? Optional.of(message) : Optional.empty();
  }

  /** An instant in ISO-8601, as {@code 2026-11-22T12:00:00Z}. */
  static Parsed<Instant> instant(Headers headers, String name) {
    return parse(headers, name, Instant::parse, "an ISO-8601 instant such as 2026-11-22T12:00:00Z");
  }

  /** A whole number from 0 on. */
  static Parsed<Integer> count(Headers headers, String name) {
    return parse(headers, name, Parsed::count, "a whole number from 0 to 999999999");
  }

  private static <T> Parsed<T> parse(
      Headers headers, String name, Function<String, T> parser, String expected) {
    var header = headers.last(name);
    if (header.isEmpty()) {
      return new Absent<>();
    }
    var bytes = header.get().value();
    if (bytes != null && bytes.length > LONGEST_BYTES) {
      return new Malformed<>(
          "%s has %d bytes; expected %s".formatted(name, bytes.length, expected));
    }
    var text = header.get().text();
    if (text.isBlank()) {
      return new Absent<>();
    }
    try {
      return new Present<>(parser.apply(text.strip()));
    } catch (DateTimeException | NumberFormatException e) {
      return new Malformed<>("%s is '%s'; expected %s".formatted(name, text, expected));
    }
  }

  private static int count(String text) {
    if (!text.matches("\\d{1,9}")) {
      throw new NumberFormatException(text);
    }
    return Integer.parseInt(text);
  }
}
