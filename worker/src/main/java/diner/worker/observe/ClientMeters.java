package diner.worker.observe;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * What Kafka's clients say of themselves, as a whole: nothing by partition, topic or broker, so
 * that a thousand partitions make no more series than one. Invariant: a client that replaces
 * another has its series. Micrometer's own binder has neither: it drops a client's total where
 * there is one by partition, and names series by the client's id.
 */
final class ClientMeters {

  private static final Set<String> ONLY_CLIENT = Set.of("client-id");
  private static final String NANOS_TOTAL = "-ns-total";
  private static final String TOTAL = "-total";

  private final MeterRegistry registry;

  /** The metric of the present client, by its meter's name. */
  private final Map<String, Metric> present = new ConcurrentHashMap<>();

  ClientMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Reads these metrics from now on, in place of those of a former client of the same sort. */
  void read(Map<MetricName, ? extends Metric> metrics) {
    var names = new HashMap<String, Metric>();
    metrics.forEach((name, metric) -> {
      if (isOfInterest(name, metric)) {
        names.put(
            "kafka.%s.%s"
                .formatted(dotted(name.group().replaceFirst("-metrics$", "")), dotted(name.name())),
            metric);
      }
    });
    names.forEach((name, metric) -> {
      if (present.put(name, metric) == null) {
        register(name, metric.metricName());
      }
    });
  }

  /** Averages in nanoseconds are there in milliseconds, too, or as totals. */
  private static boolean isOfInterest(MetricName name, Metric metric) {
    return name.tags().keySet().equals(ONLY_CLIENT)
        && metric.metricValue() instanceof Number
        && !name.group().equals("app-info")
        && !name.group().equals("kafka-metrics-count")
        && !name.name().endsWith("-ns-avg");
  }

  private void register(String name, MetricName kafkas) {
    if (name.endsWith(dotted(NANOS_TOTAL))) {
      var seconds = name.substring(0, name.length() - NANOS_TOTAL.length()) + ".seconds";
      FunctionCounter.builder(seconds, this, _ -> value(name) / TimeUnit.SECONDS.toNanos(1))
          .description(kafkas.description())
          .register(registry);
    } else if (name.endsWith(dotted(TOTAL))) {
      FunctionCounter.builder(name, this, _ -> value(name))
          .description(kafkas.description())
          .register(registry);
    } else {
      Gauge.builder(name.replaceFirst("\\.count$", "s"), () -> value(name))
          .description(kafkas.description())
          .register(registry);
    }
  }

  private double value(String name) {
    var metric = present.get(name);
    return metric != null && metric.metricValue() instanceof Number number
        ? number.doubleValue()
        : Double.NaN;
  }

  private static String dotted(String name) {
    return name.replace('-', '.');
  }
}
