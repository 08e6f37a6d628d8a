package diner.bench.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diner.shared.cli.CommandFailure;
import org.junit.jupiter.api.Test;

class LoopDelaysTest {

  private static final String TEXT =
      """
      # HELP diner_worker_event_loop_delay_seconds how late
      # TYPE diner_worker_event_loop_delay_seconds histogram
      diner_worker_event_loop_delay_seconds_bucket{loop="one",le="0.001"} 90
      diner_worker_event_loop_delay_seconds_bucket{loop="one",le="0.01"} 98
      diner_worker_event_loop_delay_seconds_bucket{loop="one",le="1.0"} 100
      diner_worker_event_loop_delay_seconds_bucket{loop="one",le="+Inf"} 100
      diner_worker_event_loop_delay_seconds_bucket{loop="two",le="0.001"} 100
      diner_worker_event_loop_delay_seconds_bucket{loop="two",le="0.01"} 100
      diner_worker_event_loop_delay_seconds_bucket{loop="two",le="1.0"} 100
      diner_worker_event_loop_delay_seconds_bucket{loop="two",le="+Inf"} 1.0E2
      diner_worker_event_loop_delay_seconds_count{loop="one"} 100
      """;

  @Test
  void addsUpAllLoopsAndNamesTheLimitThatSoManyKeep() {
    var delays = LoopDelays.parse(TEXT);

    assertThat(delays.percentileMillis(50)).isEqualTo(1);
    assertThat(delays.percentileMillis(95)).isEqualTo(1);
    assertThat(delays.percentileMillis(99)).isEqualTo(10);
    assertThat(delays.percentileMillis(99.5)).isEqualTo(1_000);
  }

  @Test
  void tellsTheDelaysSinceAnEarlierLook() {
    var later = LoopDelays.parse(TEXT.replace("} 98", "} 198").replace("} 100", "} 200"));

    assertThat(later.since(LoopDelays.parse(TEXT)).counts()).containsEntry(0.01, 200L);
  }

  @Test
  void refusesAWorkerThatHasNotMeasured() {
    assertThatThrownBy(() -> LoopDelays.parse("").percentileMillis(99))
        .isInstanceOf(CommandFailure.class);
  }
}
