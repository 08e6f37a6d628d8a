package diner.shared.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Writes instants as ISO-8601 in UTC with microseconds, cutting what is less. Each reply has three:
 * the JDK's formatter, which can write any form, takes several times as long. Pure.
 */
final class MicrosText {

  private static final byte[] FORM = "0000-00-00T00:00:00.000000Z".getBytes(ISO_8859_1);

  private MicrosText() {}

  /**
   * Such as {@code 2026-11-22T12:00:00.123456Z}.
   *
   * @param instant within the years 0 to 9999
   */
  static String of(Instant instant) {
    var time =
        LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
    var text = FORM.clone();
    write(time.getYear(), text, 0, 4);
    write(time.getMonthValue(), text, 5, 2);
    write(time.getDayOfMonth(), text, 8, 2);
    write(time.getHour(), text, 11, 2);
    write(time.getMinute(), text, 14, 2);
    write(time.getSecond(), text, 17, 2);
    write(time.getNano() / 1_000, text, 20, 6);
    return new String(text, ISO_8859_1);
  }

  private static void write(int number, byte[] text, int at, int digits) {
    var left = number;
    for (var digit = at + digits - 1; digit >= at; digit--) {
      text[digit] = (byte) ('0' + left % 10);
      left /= 10;
    }
  }
}
