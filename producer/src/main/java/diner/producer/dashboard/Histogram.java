package diner.producer.dashboard;

import java.time.Duration;

/**
 * How often which duration occurred, in buckets that are a sixteenth of an octave wide, as in
 * HdrHistogram: a quantile is at most 1/32 off. Not for two threads at once.
 */
final class Histogram {

  private static final int BITS = 4;
  private static final int SUB_BUCKETS = 1 << BITS;

  /** Durations of 2^41 µs, 25 days, and more are counted as one. */
  private static final int OCTAVES = 41;

  private static final int BUCKETS = (OCTAVES - BITS + 1) * SUB_BUCKETS;

  private final int[] counts = new int[BUCKETS];
  private long total;

  /** A negative duration, of clocks that differ, counts as none at all. */
  void add(Duration duration) {
    var micros = Math.max(0, duration.toNanos() / 1_000);
    counts[bucket(Math.min(micros, (1L << OCTAVES) - 1))]++;
    total++;
  }

  void addAll(Histogram other) {
    for (var i = 0; i < BUCKETS; i++) {
      counts[i] += other.counts[i];
    }
    total += other.total;
  }

  boolean isEmpty() {
    return total == 0;
  }

  /** In milliseconds; of no durations 0. */
  double quantile(double share) {
    var rank = Math.max(1, (long) Math.ceil(share * total));
    long seen = 0;
    for (var i = 0; i < BUCKETS; i++) {
      seen += counts[i];
      if (seen >= rank) {
        return middle(i) / 1_000;
      }
    }
    return 0;
  }

  private static int bucket(long micros) {
    if (micros < SUB_BUCKETS) {
      return (int) micros;
    }
    var shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros) - BITS;
    return (shift + 1) * SUB_BUCKETS + (int) (micros >> shift) - SUB_BUCKETS;
  }

  private static double middle(int bucket) {
    if (bucket < SUB_BUCKETS) {
      return bucket;
    }
    var shift = bucket / SUB_BUCKETS - 1;
    var low = (long) (bucket % SUB_BUCKETS + SUB_BUCKETS) << shift;
    return low + ((1L << shift) - 1) / 2.0;
  }
}
