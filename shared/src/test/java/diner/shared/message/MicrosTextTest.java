package diner.shared.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JDK's formatter is what it is held against. */
class MicrosTextTest {

  private static final DateTimeFormatter EXPECTED =
      new DateTimeFormatterBuilder().appendInstant(6).toFormatter();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999999999Z",
        "1970-01-01T00:00:00Z",
        "2024-02-29T23:59:59.000000999Z",
        "2026-11-22T12:00:00.000001Z",
        "9999-12-31T23:59:59.999999999Z"
      })
  void writesWhatTheFormatterOfTheJdkWrites(String text) {
    var instant = Instant.parse(text);

    assertThat(MicrosText.of(instant)).isEqualTo(EXPECTED.format(instant));
  }

  @Test
  void soDoesAnyInstantOfTenThousandYears() {
    var seed = Long.getLong("test.seed", System.nanoTime());
    System.out.println("instants as text: -Dtest.seed=" + seed);
    var random = new SplittableRandom(seed);
    var first = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
    var end = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    for (var i = 0; i < 100_000; i++) {
      var instant =
          Instant.ofEpochSecond(random.nextLong(first, end), random.nextInt(1_000_000_000));
      assertThat(MicrosText.of(instant)).isEqualTo(EXPECTED.format(instant));
    }
  }
}
