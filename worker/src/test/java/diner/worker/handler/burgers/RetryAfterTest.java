package diner.worker.handler.burgers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "' 7 ', PT7S",
    "3601, PT1H",
    "99999999999999999999999, PT1H",
    "'Sun, 22 Nov 2026 12:00:30 GMT', PT30S",
    "'Sun, 22 Nov 2026 11:59:00 GMT', PT0S",
    "'Mon, 23 Nov 2026 12:00:00 GMT', PT1H"
  })
  void readsSecondsAndDatesWithinItsBounds(String header, Duration expected) {
    assertThat(RetryAfter.parse(header, NOW)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "1.5", "2026-11-22T12:00:30Z"})
  void ignoresWhatItCantRead(String header) {
    assertThat(RetryAfter.parse(header, NOW)).isEmpty();
  }

  @Test
  void asksForNothingWhereTheHeaderIsMissing() {
    assertThat(RetryAfter.parse(null, NOW)).isEmpty();
  }
}
