package diner.producer.lag;

import static org.assertj.core.api.Assertions.assertThat;

import diner.producer.lag.PartitionLook.Seen;
import diner.producer.lag.PartitionLook.Unseen;
import diner.shared.message.Turn;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LagMetersTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final TopicPartition FIRST = new TopicPartition("jobs.burgers", 0);
  private static final TopicPartition SECOND = new TopicPartition("jobs.burgers", 1);
  private static final String PLACE =
      "{group=\"workers\",partition=\"%d\",topic=\"jobs.burgers\"} ";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final LagMeters meters = new LagMeters(registry);

  @Test
  void aPartitionHasItsFigures() {
    meters.onLook(look(seen(FIRST, OptionalLong.of(30), 50)));

    assertThat(registry.scrape().lines())
        .contains(
            "diner_lag_unfinished" + PLACE.formatted(0) + "20.0",
            "diner_lag_done_ahead" + PLACE.formatted(0) + "50.0",
            "diner_lag_commit" + PLACE.formatted(0) + "70.0",
            "diner_lag_oldest_seconds" + PLACE.formatted(0) + "12.5",
            "diner_lag_up 1.0",
            "diner_lag_members 2.0")
        .anyMatch(line -> line.startsWith("diner_lag_status{") && line.contains("BLOCKED"));
  }

  @Test
  void whatWasNeverCommittedHasNoCommitLag() {
    meters.onLook(look(seen(FIRST, OptionalLong.empty(), 0)));

    assertThat(registry.scrape().lines())
        .contains("diner_lag_unfinished" + PLACE.formatted(0) + "100.0")
        .noneMatch(line -> line.startsWith("diner_lag_commit{"));
  }

  @Test
  void whatCouldNotBeLookedAtHasNoFiguresOfBefore() {
    meters.onLook(look(seen(FIRST, OptionalLong.of(30), 0), seen(SECOND, OptionalLong.of(90), 0)));

    meters.onLook(look(seen(FIRST, OptionalLong.of(40), 0), new Unseen(SECOND, "no leader")));

    assertThat(registry.scrape().lines())
        .contains("diner_lag_unfinished" + PLACE.formatted(0) + "60.0")
        .noneMatch(line -> line.startsWith("diner_lag_unfinished" + PLACE.formatted(1)))
        .anyMatch(line -> line.startsWith("diner_lag_status{") && line.contains("UNKNOWN"));
  }

  @Test
  void whereNoLookSucceedsThereIsNoLag() {
    meters.onLook(look(seen(FIRST, OptionalLong.of(30), 0)));

    meters.onFailure(new IllegalStateException("away"));

    assertThat(registry.scrape().lines())
        .contains("diner_lag_up 0.0", "diner_lag_members NaN")
        .noneMatch(line -> line.startsWith("diner_lag_unfinished{"));
  }

  @Test
  void aThousandPartitionsHaveAThousandSeriesOfEachGauge() {
    var partitions =
        IntStream.range(0, 1_000)
            .mapToObj(i -> seen(new TopicPartition("jobs.burgers", i), OptionalLong.of(90), 0))
            .toArray(PartitionLook[]::new);
    meters.onLook(look(partitions));

    var millis =
        IntStream.range(0, 31)
            .mapToLong(_ -> {
              var begun = System.nanoTime();
              assertThat(registry.scrape()).isNotEmpty();
              return (System.nanoTime() - begun) / 1_000_000;
            })
            .sorted()
            .toArray();

    System.out.printf(
        "lag of 1,000 partitions as metrics: median %d ms, longest %d ms%n",
        millis[15], millis[30]);
    assertThat(registry.scrape().lines().filter(line -> line.startsWith("diner_lag_unfinished{")))
        .hasSize(1_000);
  }

  private static Seen seen(TopicPartition partition, OptionalLong committed, long doneAhead) {
    return new Seen(partition, 0, 100, committed, doneAhead, Map.of(), Set.of("worker-1"));
  }

  private static Look look(PartitionLook... partitions) {
    var turn = new Turn(FIRST.topic(), FIRST.partition(), 30);
    var oldest = new Oldest(turn, "job-1", "burgers", NOW.minusMillis(12_500), null);
    return new Look("workers", NOW, 2, List.of(partitions), Map.of(FIRST, oldest));
  }
}
