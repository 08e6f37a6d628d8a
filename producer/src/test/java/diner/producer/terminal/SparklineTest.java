package diner.producer.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SparklineTest {

  @Test
  void theLargestIsTheHighestAndNothingAloneTheLowest() {
    assertThat(Sparkline.of(List.of(0L, 1L, 500_000L, 1_000_000L), 10, true)).isEqualTo("▁▂▅█");
    assertThat(Sparkline.of(List.of(0L, 1L, 500_000L, 1_000_000L), 10, false)).isEqualTo("_.=#");
  }

  @Test
  void nothingAtAllIsFlatAndOnlyTheLastAreShown() {
    assertThat(Sparkline.of(List.of(0L, 0L), 10, true)).isEqualTo("▁▁");
    assertThat(Sparkline.of(List.of(900L, 1L, 2L), 2, true)).isEqualTo("▅█");
    assertThat(Sparkline.of(List.of(), 10, true)).isEmpty();
  }
}
