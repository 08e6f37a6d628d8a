package diner.worker.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diner.shared.message.Headers;
import diner.worker.Deliveries;
import diner.worker.flow.BatchEnd;
import diner.worker.flow.Bounds;
import diner.worker.flow.Lane;
import diner.worker.flow.Load;
import diner.worker.flow.Outage;
import diner.worker.flow.PauseReason;
import diner.worker.flow.Publication;
import diner.worker.flow.Pulse;
import diner.worker.flow.Settled;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.CumulativeSum;
import org.apache.kafka.common.metrics.stats.Max;
import org.junit.jupiter.api.Test;

class MetricsTest {

  private static final String BUCKET = "diner_worker_event_loop_delay_seconds_bucket";
  private static final String JOBS = "diner_worker_jobs_total";
  private static final String LOOP = "loop=\"loop-0\"";

  private final Metrics metrics = new Metrics(Set.of("soup", "burgers"));

  @Test
  void hasACounterForEachKindFromTheStart() {
    assertThat(Scrape.of(metrics.scrape()).series())
        .containsEntry("diner_worker_event_loop_blocked_total{kind=\"soup\"}", 0.0)
        .containsEntry("diner_worker_event_loop_blocked_total{kind=\"burgers\"}", 0.0)
        .containsEntry("diner_worker_event_loop_blocked_total{kind=\"unknown\"}", 0.0)
        .containsEntry("diner_worker_jobs_total{kind=\"soup\",outcome=\"expired\"}", 0.0);
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
    assertThat(Scrape.of(metrics.scrape()).series().keySet()).isEqualTo(before);
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
  void countsAJobByItsKindAndTheStatusOfItsReplyOnceThatIsInKafka() {
    var batch =
        Deliveries.batch(job("soup", "done"), job("soup", "failed"), job("made-up", "failed"));

    metrics.batchEnded(new BatchEnd.Aborted(batch, false), Duration.ofMillis(3));
    metrics.batchEnded(new BatchEnd.Unknown(batch), Duration.ofMillis(3));
    metrics.batchEnded(new BatchEnd.Committed(batch), Duration.ofMillis(3));
    metrics.batchEnded(new BatchEnd.Sent(batch), Duration.ofMillis(3));

    var scrape = Scrape.of(metrics.scrape());
    assertThat(scrape.value(JOBS, "kind=\"soup\",outcome=\"done\"")).isEqualTo(2);
    assertThat(scrape.value(JOBS, "kind=\"soup\",outcome=\"failed\"")).isEqualTo(2);
    assertThat(scrape.value(JOBS, "kind=\"unknown\",outcome=\"failed\"")).isEqualTo(2);
    assertThat(scrape.series()).containsEntry("diner_worker_batch_jobs_sum", 6.0);
    assertThat(scrape.value("diner_worker_batch_seconds_count", "outcome=\"aborted\""))
        .isEqualTo(1);
    assertThat(scrape.value("diner_worker_job_run_seconds_sum", "kind=\"soup\""))
        .as("four of 20 ms")
        .isEqualTo(0.08);
    assertThat(scrape.value("diner_worker_job_wait_seconds_sum", "kind=\"soup\""))
        .as("its producer's clock is ahead")
        .isZero();
  }

  @Test
  void showsWhatIntakeHoldsAgainstItsBounds() {
    metrics.watch(new Bounds(Map.of(Lane.WAITING, 100, Lane.COMPUTING, 4), 20_000, 1 << 20));
    metrics.beat(
        pulse(
            new Load(
                Map.of(Lane.WAITING, 7),
                3,
                2,
                new Load.Held(16, 40, 30, 4_096, 0.25, 1),
                Map.of(PauseReason.HELD_BYTES, 5),
                Instant.now().minusSeconds(10))));

    var scrape = Scrape.of(metrics.scrape());
    assertThat(scrape.value("diner_worker_in_flight_jobs", "lane=\"waiting\"")).isEqualTo(7);
    assertThat(scrape.value("diner_worker_in_flight_jobs", "lane=\"computing\"")).isZero();
    assertThat(scrape.value("diner_worker_in_flight_limit_jobs", "lane=\"computing\""))
        .isEqualTo(4);
    assertThat(scrape.value("diner_worker_paused_partitions", "reason=\"held-bytes\""))
        .isEqualTo(5);
    assertThat(scrape.value("diner_worker_outage", "kind=\"soup\"")).isEqualTo(1);
    assertThat(scrape.value("diner_worker_outage", "kind=\"burgers\"")).isZero();
    assertThat(scrape.series())
        .containsEntry("diner_worker_parked_jobs", 3.0)
        .containsEntry("diner_worker_gathered_jobs", 2.0)
        .containsEntry("diner_worker_open_jobs", 40.0)
        .containsEntry("diner_worker_look_ahead_jobs", 30.0)
        .containsEntry("diner_worker_look_ahead_limit_jobs", 20_000.0)
        .containsEntry("diner_worker_held_bytes", 4_096.0)
        .containsEntry("diner_worker_metadata_fill_ratio", 0.25)
        .containsEntry("diner_worker_metadata_full_partitions", 1.0);
    assertThat(scrape.series().get("diner_worker_commit_age_seconds")).isBetween(10.0, 70.0);
  }

  @Test
  void aKafkaClientThatReplacesAnotherHasItsSeriesAndPartitionsHaveNone() {
    var first = new org.apache.kafka.common.metrics.Metrics();
    var second = new org.apache.kafka.common.metrics.Metrics();
    sensor(first, "client-1").record(5);
    metrics.watchClient(first.metrics());
    var before = Scrape.of(metrics.scrape());

    sensor(second, "client-2").record(7);
    metrics.watchClient(second.metrics());

    var after = Scrape.of(metrics.scrape());
    assertThat(before.series()).containsEntry("kafka_consumer_fetch_manager_lag_max", 5.0);
    assertThat(after.series()).containsEntry("kafka_consumer_fetch_manager_lag_max", 7.0);
    assertThat(after.series())
        .containsEntry("kafka_consumer_fetch_manager_io_time_seconds_total", 7e-9);
    assertThat(after.series().keySet()).isEqualTo(before.series().keySet());
    assertThat(after.series().keySet())
        .noneMatch(name -> name.contains("lead") || name.contains("client-"));
    first.close();
    second.close();
  }

  private static Sensor sensor(org.apache.kafka.common.metrics.Metrics client, String id) {
    var group = "consumer-fetch-manager-metrics";
    var tags = Map.of("client-id", id);
    var sensor = client.sensor("lag");
    sensor.add(client.metricName("lag-max", group, "As a whole", tags), new Max());
    sensor.add(
        client.metricName("io-time-ns-total", group, "As a whole", tags), new CumulativeSum());
    var ofPartitions = client.sensor("lag-by-partition");
    for (var partition = 0; partition < 1_000; partition++) {
      var ofOne = Map.of("client-id", id, "partition", Integer.toString(partition));
      ofPartitions.add(client.metricName("lag-max", group, "Of one", ofOne), new Max());
      ofPartitions.add(client.metricName("lead-min", group, "Of one", ofOne), new Max());
    }
    ofPartitions.record(99);
    return sensor;
  }

  private static Settled job(String kind, String status) {
    var reply =
        new Publication(
            "jobs.replies", null, null, null, Headers.NONE.plus(Headers.STATUS, status));
    return Deliveries.settled(
        Deliveries.ticket("{}", Headers.NONE.plus(Headers.JOB_KIND, kind)), reply);
  }

  private static Pulse pulse(Load load) {
    var now = Instant.now();
    return new Pulse(now, true, false, false, List.of(new Outage("soup", now)), load);
  }

  @Test
  void aTimerThatComesEarlyIsNotLate() {
    var delays = metrics.eventLoopDelay("loop-0");

    LoopDelay.record(delays, -5);

    assertThat(Scrape.of(metrics.scrape()).value(BUCKET, LOOP + ",le=\"0.001\"")).isEqualTo(1);
  }
}
