package diner.bench.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diner.shared.cli.CommandFailure;
import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class UsageTest {

  private final Usage usage = new Usage();

  @Test
  void tellsWhatWasTakenBetweenTwoTimesAsIfItWentOnEvenlyBetweenTwoLooks() {
    usage.record(1_000, Duration.ofMillis(100));
    usage.record(1_020, Duration.ofMillis(120));
    usage.record(1_040, Duration.ofMillis(160));

    assertThat(usage.secondsBetween(1_000, 1_040)).isEqualTo(0.06, Offset.offset(1e-9));
    assertThat(usage.secondsBetween(1_010, 1_030)).isEqualTo(0.03, Offset.offset(1e-9));
  }

  @Test
  void refusesTimesBeyondTheLooks() {
    usage.record(1_000, Duration.ofMillis(100));

    assertThatThrownBy(() -> usage.secondsBetween(1_000, 1_001)).isInstanceOf(CommandFailure.class);
  }
}
