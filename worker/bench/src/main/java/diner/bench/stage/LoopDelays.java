package diner.bench.stage;

import diner.shared.cli.CommandFailure;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How late timers of a worker's event loops were, as its {@code /metrics} counts them, all loops
 * together.
 *
 * @param counts how many were at most so late, by seconds; the last one counts all
 */
public record LoopDelays(Map<Double, Long> counts) {

  private static final Pattern BUCKET =
      Pattern.compile(
          "^diner_worker_event_loop_delay_seconds_bucket\\{.*le=\"([^\"]+)\".*} ([0-9.E]+)$",
          Pattern.MULTILINE);

  static LoopDelays of(String workerUrl) throws InterruptedException {
    return parse(Pages.metrics(workerUrl));
  }

  /** Reads them from the text that Prometheus gets. */
  static LoopDelays parse(String text) {
    var counts = new TreeMap<Double, Long>();
    var buckets = BUCKET.matcher(text);
    while (buckets.find()) {
      var limit = buckets.group(1);
      counts.merge(
          limit.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(limit),
          (long) Double.parseDouble(buckets.group(2)),
          Long::sum);
    }
    return new LoopDelays(counts);
  }

  /** Those since then. */
  public LoopDelays since(LoopDelays then) {
    var counts = new TreeMap<Double, Long>();
    this.counts.forEach(
        (limit, count) -> counts.put(limit, count - then.counts.getOrDefault(limit, 0L)));
    return new LoopDelays(counts);
  }

  /**
   * The smallest of the histogram's limits that so many percent of the delays keep.
   *
   * @return in milliseconds
   */
  public double percentileMillis(double percent) {
    var all = counts.getOrDefault(Double.POSITIVE_INFINITY, 0L);
    if (all == 0) {
      throw CommandFailure.of("bench: the worker has not measured its event loops");
    }
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() >= percent / 100 * all)
        .mapToDouble(entry -> entry.getKey() * 1_000)
        .min()
        .orElseThrow();
  }
}
