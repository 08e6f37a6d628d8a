package diner.shared.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class RateTest {

  @Test
  void readsRatesPerSecondMinuteAndHour() {
    assertThat(Rate.of("200/s").pause()).isEqualTo(Duration.ofMillis(5));
    assertThat(Rate.of("30/m").pause()).isEqualTo(Duration.ofSeconds(2));
    assertThat(Rate.of("2/h").pause()).isEqualTo(Duration.ofMinutes(30));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "200", "0/s", "-1/s", "1.5/s", "10/d", "/s"})
  void refusesWhatIsNoRate(String text) {
    assertThatThrownBy(() -> Rate.of(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'" + text + "'");
  }
}
