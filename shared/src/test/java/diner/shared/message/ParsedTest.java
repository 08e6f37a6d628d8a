package diner.shared.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParsedTest {

  @ParameterizedTest
  @CsvSource({
    "2026-11-22T12:00:00Z, 2026-11-22T12:00:00Z",
    "2026-11-22T12:00:00.123456Z, 2026-11-22T12:00:00.123456Z",
    "2026-11-22T13:00:00+01:00, 2026-11-22T12:00:00Z",
    "' 2026-11-22T12:00:00Z ', 2026-11-22T12:00:00Z"
  })
  void readsInstants(String text, Instant expected) {
    assertThat(Parsed.instant(with(text), "deadline").found()).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tomorrow", "2026-11-22", "2026-11-22T12:00:00", "1790000000", "\u0001"})
  void saysWhatIsNoInstant(String text) {
    assertThat(Parsed.instant(with(text), "deadline").problem())
        .contains(
            "deadline is '%s'; expected an ISO-8601 instant such as 2026-11-22T12:00:00Z"
                .formatted(text));
    assertThat(Parsed.instant(with(text), "deadline").found()).isEmpty();
  }

  @Test
  void doesNotLookIntoWhatIsTooLong() {
    assertThat(Parsed.instant(with("9".repeat(1_000_000)), "deadline").problem())
        .contains(
            "deadline has 1000000 bytes; expected an ISO-8601 instant such as"
                + " 2026-11-22T12:00:00Z");
  }

  @Test
  void nothingOrABlankSaysNothing() {
    for (var headers :
        List.of(Headers.NONE, with(" "), new Headers(List.of(new Header("deadline", null))))) {
      assertThat(Parsed.instant(headers, "deadline")).isEqualTo(new Parsed.Absent<>());
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "7, 7", "999999999, 999999999"})
  void readsCounts(String text, int expected) {
    assertThat(Parsed.count(with(text), "deadline").found()).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "+1", "one", "1000000000", "٣"})
  void saysWhatIsNoCount(String text) {
    assertThat(Parsed.count(with(text), "deadline").problem())
        .contains("deadline is '%s'; expected a whole number from 0 to 999999999".formatted(text));
  }

  private static Headers with(String text) {
    return Headers.NONE.plus("deadline", text);
  }
}
