package diner.worker.observe;

import diner.worker.flow.BatchEnd;
import diner.worker.flow.Bounds;
import diner.worker.flow.Pulse;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * All meters of a worker are made here, once, at its start: there is none for a job, a key or a
 * partition, so their number stays the same however long it runs. Safe for every thread; recording
 * takes no lock.
 */
public final class Metrics {

  /** What {@link #scrape} returns: Prometheus' text format. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /** The kind of what belongs to none. */
  public static final String UNKNOWN_KIND = "unknown";

  private static final Duration[] DELAYS =
      Stream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Set<String> kinds;
  private final ClientMeters clients = new ClientMeters(registry);
  private final LoadGauges load = new LoadGauges(registry, InstantSource.system());
  private final AnswerMeters answers;
  private final Map<String, Counter> blocked = new HashMap<>();

  /**
   * @param kinds those the worker has a handler for
   */
  public Metrics(Set<String> kinds) {
    this.kinds = Set.copyOf(kinds);
    JvmMeters.bind(registry);
    this.answers = new AnswerMeters(registry, kinds);
    kinds.forEach(this::countBlocksOf);
    countBlocksOf(UNKNOWN_KIND);
  }

  /** Shows what intake holds, against these bounds. */
  public void watch(Bounds bounds) {
    load.open(bounds, kinds);
  }

  /**
   * Shows the cleaners.
   *
   * @param busy how many work, or are stuck
   * @param stuck how many are taken by work whose time is over
   */
  public void watchCleaners(IntSupplier busy, IntSupplier stuck, int cleaners) {
    gauge("diner.worker.busy.cleaners", "Cleaners that work", busy);
    gauge("diner.worker.stuck.cleaners", "Those of them whose job's time is over", stuck);
    gauge("diner.worker.cleaners", "Cleaners there are", () -> cleaners);
  }

  /** Shows what a Kafka client says of itself, in place of a former one of its sort. */
  public void watchClient(Map<MetricName, ? extends Metric> metrics) {
    clients.read(metrics);
  }

  /** A batch ended; told by the publisher. */
  public void batchEnded(BatchEnd end, Duration took) {
    answers.ended(end, took);
  }

  /** All meters as they stand. The first time takes long, so it is no work for an event loop. */
  public String scrape() {
    return registry.scrape();
  }

  /** Takes the pulse of a turn of intake. */
  void beat(Pulse pulse) {
    load.beat(pulse);
  }

  /** Whether the worker takes jobs. */
  void watchReady(BooleanSupplier isReady) {
    gauge(
        "diner.worker.ready",
        "1 while the worker takes jobs",
        () -> isReady.getAsBoolean() ? 1 : 0);
  }

  /** How late the timers of an event loop run. */
  Timer eventLoopDelay(String loop) {
    return Timer.builder("diner.worker.event.loop.delay")
        .description("How late timers of the event loop run, tried every 20 ms")
        .tag("loop", loop)
        .serviceLevelObjectives(DELAYS)
        .register(registry);
  }

  /** A handler of this kind has blocked an event loop. */
  void eventLoopBlocked(String kind) {
    var counter = blocked.get(kind);
    if (counter == null) {
      throw new IllegalArgumentException(
          "expected one of the kinds %s, was '%s'".formatted(blocked.keySet(), kind));
    }
    counter.increment();
  }

  private void gauge(String name, String what, IntSupplier value) {
    Gauge.builder(name, value::getAsInt).description(what).register(registry);
  }

  private void countBlocksOf(String kind) {
    blocked.put(
        kind,
        Counter.builder("diner.worker.event.loop.blocked")
            .description("How often an event loop was held up for over 100 ms, by the kind at it")
            .tag("kind", kind)
            .register(registry));
  }
}
