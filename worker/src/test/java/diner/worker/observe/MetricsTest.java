package diner.worker.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MetricsTest {

  private static final String BUCKET = "diner_worker_event_loop_delay_seconds_bucket";
  private static final String LOOP = "loop=\"loop-0\"";

  private final Metrics metrics = new Metrics(Set.of("soup", "burgers"));

  @Test
  void hasACounterForEachKindFromTheStart() {
    assertThat(Scrape.of(metrics.scrape()).series())
        .containsOnlyKeys(
            "diner_worker_event_loop_blocked_total{kind=\"soup\"}",
            "diner_worker_event_loop_blocked_total{kind=\"burgers\"}",
            "diner_worker_event_loop_blocked_total{kind=\"unknown\"}");
  }

  @Test
  void hasAsManySeriesAfterAMillionRecordingsAsBefore() {
    var delays = metrics.eventLoopDelay("loop-0");
    var before = Scrape.of(metrics.scrape()).series().keySet();

    for (var i = 0; i < 1_000_000; i++) {
      delays.record(i % 3_000, TimeUnit.MILLISECONDS);
      metrics.eventLoopBlocked("soup");
    }

    assertThat(metrics.eventLoopDelay("loop-0")).isSameAs(delays);
    assertThat(Scrape.of(metrics.scrape()).series().keySet()).isEqualTo(before).hasSize(17);
  }

  @Test
  void refusesAKindItDoesNotKnowRatherThanMakeAnotherMeter() {
    assertThatThrownBy(() -> metrics.eventLoopBlocked("new"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("was 'new'");
  }

  @Test
  void aLongDelayCountsForTheTimersThatWouldHaveBeenDueMeanwhile() {
    var delays = metrics.eventLoopDelay("loop-0");

    LoopDelay.record(delays, TimeUnit.MILLISECONDS.toNanos(300));

    var scrape = Scrape.of(metrics.scrape());
    assertThat(scrape.value("diner_worker_event_loop_delay_seconds_count", LOOP)).isEqualTo(15);
    assertThat(scrape.value(BUCKET, LOOP + ",le=\"0.1\"")).isEqualTo(5);
    assertThat(scrape.value(BUCKET, LOOP + ",le=\"0.2\"")).isEqualTo(10);
    assertThat(scrape.value("diner_worker_event_loop_delay_seconds_max", LOOP)).isEqualTo(0.3);
  }

  @Test
  void aTimerThatComesEarlyIsNotLate() {
    var delays = metrics.eventLoopDelay("loop-0");

    LoopDelay.record(delays, -5);

    assertThat(Scrape.of(metrics.scrape()).value(BUCKET, LOOP + ",le=\"0.001\"")).isEqualTo(1);
  }
}
