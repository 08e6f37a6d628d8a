package diner.producer.dashboard;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * How many jobs came and how many were answered, by second, for ten minutes. What came is known
 * only from looks at the ends of the topics: between two of them it is taken to be even.
 */
final class Throughput {

  static final int SECONDS = 600;

  /** A figure is the mean of so many whole seconds. */
  private static final int MEAN_SECONDS = 5;

  /**
   * A stretch of seconds.
   *
   * @param from the first one, since 1970
   * @param in jobs enqueued; null where nobody looked
   * @param out jobs answered
   */
  record Series(long from, List<@Nullable Double> in, List<Integer> out) {}

  private final long[] numbers = new long[SECONDS];
  private final double[] in = new double[SECONDS];
  private final int[] out = new int[SECONDS];
  private double inRate;

  Throughput() {
    Arrays.fill(numbers, Long.MIN_VALUE);
  }

  /** A job was answered. */
  void answered(Instant at) {
    var index = index(at.getEpochSecond());
    if (index >= 0) {
      out[index]++;
    }
  }

  /** So many jobs were enqueued between two looks. */
  void enqueued(Instant from, Instant to, long jobs) {
    var millis = Math.max(1, to.toEpochMilli() - from.toEpochMilli());
    inRate = jobs * 1_000.0 / millis;
    var first = Math.max(from.getEpochSecond(), to.getEpochSecond() - SECONDS);
    for (var second = first; second < to.getEpochSecond(); second++) {
      var index = index(second);
      if (index >= 0) {
        in[index] = inRate;
      }
    }
  }

  /** Enqueued a second, between the last two looks. */
  double inRate() {
    return inRate;
  }

  /** Answered a second, of late. */
  double outRate(Instant now) {
    var last = now.getEpochSecond() - 1;
    return LongStream.rangeClosed(last - MEAN_SECONDS + 1, last)
            .mapToInt(second -> isKnown(second) ? out[position(second)] : 0)
            .sum()
        / (double) MEAN_SECONDS;
  }

  /** So many whole seconds up to now. */
  Series last(int seconds, Instant now) {
    var from = now.getEpochSecond() - seconds;
    var ins = new Double[seconds];
    var outs = new Integer[seconds];
    for (var i = 0; i < seconds; i++) {
      var isKnown = isKnown(from + i);
      var value = isKnown ? in[position(from + i)] : Double.NaN;
      ins[i] = Double.isNaN(value) ? null : (Double) (Math.round(value * 10) / 10.0);
      outs[i] = isKnown ? out[position(from + i)] : 0;
    }
    return new Series(from, Arrays.asList(ins), Arrays.asList(outs));
  }

  /** The place of a second in the ring, cleared if it held an older one; -1 if a newer one. */
  private int index(long second) {
    var position = position(second);
    if (numbers[position] > second) {
      return -1;
    }
    if (numbers[position] < second) {
      numbers[position] = second;
      in[position] = Double.NaN;
      out[position] = 0;
    }
    return position;
  }

  private boolean isKnown(long second) {
    return numbers[position(second)] == second;
  }

  private static int position(long second) {
    return (int) Math.floorMod(second, (long) SECONDS);
  }
}
