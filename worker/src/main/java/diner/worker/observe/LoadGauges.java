package diner.worker.observe;

import diner.worker.flow.Bounds;
import diner.worker.flow.Lane;
import diner.worker.flow.Load;
import diner.worker.flow.Load.Held;
import diner.worker.flow.Outage;
import diner.worker.flow.PauseReason;
import diner.worker.flow.Pulse;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What intake holds, each with what it may hold. Reads the last pulse and nothing else, on the
 * thread that writes the page: intake is not asked.
 */
final class LoadGauges {

  private final MeterRegistry registry;
  private final InstantSource clock;
  private volatile @Nullable Pulse last;

  LoadGauges(MeterRegistry registry, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
  }

  /** Takes the pulse of a turn. */
  void beat(Pulse pulse) {
    last = pulse;
  }

  /** Makes the gauges of a worker with these bounds and kinds. */
  void open(Bounds bounds, Set<String> kinds) {
    for (var lane : Lane.values()) {
      var tags = Tags.of("lane", lane.name().toLowerCase(Locale.ROOT));
      gauge(
          "in.flight.jobs",
          tags,
          "Jobs that have a place in their lane",
          load -> load.inFlight().getOrDefault(lane, 0));
      bound(
          "in.flight.limit.jobs", tags, "Places of the lane", bounds.lanes().getOrDefault(lane, 0));
    }
    held("open.jobs", "Jobs polled and not finished", Held::open);
    held("look.ahead.jobs", "Open jobs of the partition that has most of them", Held::mostOpen);
    bound(
        "look.ahead.limit.jobs",
        Tags.empty(),
        "Open jobs a partition may have",
        bounds.lookAhead());
    held("held.bytes", "About how much heap the open jobs hold", Held::bytes);
    bound(
        "held.limit.bytes",
        Tags.empty(),
        "Heap that open jobs may hold",
        (double) bounds.heldBytes());
    gauge("parked.jobs", Tags.empty(), "Open jobs that wait for their time", Load::parked);
    gauge("gathered.jobs", Tags.empty(), "Jobs done that wait for their batch", Load::gathered);
    held("assigned.partitions", "Partitions that the group gave this worker", Held::partitions);
    for (var reason : PauseReason.values()) {
      gauge(
          "paused.partitions",
          Tags.of("reason", reason.text()),
          "Partitions not polled",
          load -> load.paused().getOrDefault(reason, 0));
    }
    gauge(
        "commit.age.seconds",
        Tags.empty(),
        "Since the last commit, where something waits for one",
        this::commitAge);
    held(
        "metadata.fill.ratio",
        "Longest metadata of a commit, of what the broker takes",
        Held::metadataFill);
    held(
        "metadata.full.partitions",
        "Partitions that start nothing more, for their metadata is full",
        Held::metadataFull);
    for (var kind : kinds) {
      Gauge.builder("diner.worker.outage", () -> isAway(kind) ? 1 : 0)
          .description("1 while the jobs of the kind wait, since the service behind it is away")
          .tag("kind", kind)
          .register(registry);
    }
  }

  private void held(String name, String what, ToDoubleFunction<Held> value) {
    gauge(name, Tags.empty(), what, load -> value.applyAsDouble(load.held()));
  }

  private void gauge(String name, Tags tags, String what, ToDoubleFunction<Load> value) {
    Gauge.builder("diner.worker." + name, () -> value.applyAsDouble(load()))
        .description(what)
        .tags(tags)
        .register(registry);
  }

  private void bound(String name, Tags tags, String what, double value) {
    Gauge.builder("diner.worker." + name, () -> value)
        .description(what)
        .tags(tags)
        .register(registry);
  }

  private Load load() {
    var pulse = last;
    return pulse == null ? Load.NONE : pulse.load();
  }

  private double commitAge(Load load) {
    var since = load.uncommittedSince();
    return since == null
        ? 0
        : Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1_000.0);
  }

  private boolean isAway(String kind) {
    var pulse = last;
    var outages = pulse == null ? List.<Outage>of() : pulse.outages();
    return outages.stream().anyMatch(outage -> outage.kind().equals(kind));
  }
}
