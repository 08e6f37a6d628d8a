package diner.producer.lag;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lag as gauges, a series for each partition, as the last look had it. What could not be looked
 * at has no series, rather than one of before: an old lag is a wrong one. Written by the feed's
 * thread, read by all.
 */
public final class LagMeters implements LagFeed.Listener {

  private final MultiGauge unfinished;
  private final MultiGauge doneAhead;
  private final MultiGauge commitLag;
  private final MultiGauge oldest;
  private final MultiGauge status;
  private volatile boolean isUp;
  private volatile int members;
  private volatile @Nullable Instant lookedAt;

  public LagMeters(MeterRegistry registry) {
    unfinished =
        gauge("diner.lag.unfinished", "Jobs of a partition that are not finished", registry);
    doneAhead =
        gauge("diner.lag.done.ahead", "Jobs finished beyond the committed offset", registry);
    commitLag =
        gauge(
            "diner.lag.commit",
            "End less committed offset, as Kafka's own tools print it; none where nothing was committed",
            registry);
    oldest =
        MultiGauge.builder("diner.lag.oldest")
            .baseUnit("seconds")
            .description("Age of the oldest unfinished job; 0 where there is none")
            .register(registry);
    status = gauge("diner.lag.status", "1: what 'producer lag' says of a partition", registry);
    Gauge.builder("diner.lag.up", () -> isUp ? 1 : 0)
        .description("1: the last look at the lag succeeded")
        .register(registry);
    Gauge.builder("diner.lag.members", () -> isUp ? members : Double.NaN)
        .description("Live members of the workers' group; NaN where it could not be looked at")
        .register(registry);
    Gauge.builder("diner.lag.look.timestamp", this::lookTime)
        .baseUnit("seconds")
        .description("When the last look that succeeded was taken; NaN before the first")
        .register(registry);
  }

  private static MultiGauge gauge(String name, String description, MeterRegistry registry) {
    return MultiGauge.builder(name).description(description).register(registry);
  }

  private double lookTime() {
    var at = lookedAt;
    return at == null ? Double.NaN : at.toEpochMilli() / 1e3;
  }

  @Override
  public void onLook(Look look) {
    show(Lags.byPartition(look), look.at());
    members = look.members();
    lookedAt = look.at();
    isUp = true;
  }

  @Override
  public void onFailure(RuntimeException cause) {
    isUp = false;
    show(List.of(), Instant.EPOCH);
  }

  private void show(List<Lag> lags, Instant at) {
    var unfinishedRows = new ArrayList<Row<?>>();
    var doneAheadRows = new ArrayList<Row<?>>();
    var commitLagRows = new ArrayList<Row<?>>();
    var oldestRows = new ArrayList<Row<?>>();
    var statusRows = new ArrayList<Row<?>>();
    for (var lag : lags) {
      var place = lag.place();
      var tags =
          Tags.of("group", place.group(), "topic", place.topic())
              .and("partition", String.valueOf(place.partition()));
      statusRows.add(Row.of(tags.and("status", lag.verdict().status().toString()), 1));
      var work = lag.work();
      if (work == null) {
        continue;
      }
      unfinishedRows.add(Row.of(tags, work.unfinished()));
      doneAheadRows.add(Row.of(tags, work.doneAhead()));
      if (work.commitLag() != null) {
        commitLagRows.add(Row.of(tags, work.commitLag()));
      }
      var age = work.age(at);
      if (age != null) {
        oldestRows.add(Row.of(tags, age.toMillis() / 1e3));
      } else if (work.unfinished() == 0) {
        oldestRows.add(Row.of(tags, 0));
      }
    }
    unfinished.register(unfinishedRows, true);
    doneAhead.register(doneAheadRows, true);
    commitLag.register(commitLagRows, true);
    oldest.register(oldestRows, true);
    status.register(statusRows, true);
  }
}
