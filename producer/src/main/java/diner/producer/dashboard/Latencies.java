package diner.producer.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long jobs waited and ran, over a minute that slides in steps of five seconds. Holds a bounded
 * number of such steps, in a ring; what is older than the ring is left out.
 */
final class Latencies {

  static final Duration STEP = Duration.ofSeconds(5);
  private static final int STEPS_A_MINUTE = 12;

  /** Of a minute, in milliseconds. */
  record Quantiles(double p50, double p95, double p99) {

    static Quantiles of(Histogram histogram) {
      return new Quantiles(
          round(histogram.quantile(0.50)),
          round(histogram.quantile(0.95)),
          round(histogram.quantile(0.99)));
    }

    private static double round(double millis) {
      return Math.round(millis * 100) / 100.0;
    }
  }

  /**
   * What a minute was like.
   *
   * @param at its end, in milliseconds since 1970
   * @param waited from enqueued to started; null where no job was answered
   * @param ran from started to finished
   */
  record Minute(long at, @Nullable Quantiles waited, @Nullable Quantiles ran) {}

  private static final class Step {
    private long number = Long.MIN_VALUE;
    private Histogram wait = new Histogram();
    private Histogram run = new Histogram();
  }

  private final Step[] ring;

  /**
   * @param kept of which time the steps are kept, at least a minute
   */
  Latencies(Duration kept) {
    // One more than is looked at, for the step that has not ended.
    ring = new Step[(int) kept.dividedBy(STEP) + 1];
    for (var i = 0; i < ring.length; i++) {
      ring[i] = new Step();
    }
  }

  void add(Instant at, Duration wait, Duration run) {
    var number = number(at);
    var step = ring[(int) Math.floorMod(number, (long) ring.length)];
    if (step.number > number) {
      return;
    }
    if (step.number < number) {
      step.number = number;
      step.wait = new Histogram();
      step.run = new Histogram();
    }
    step.wait.add(wait);
    step.run.add(run);
  }

  /** The minute until now. */
  Minute minute(Instant now) {
    return minute(now.toEpochMilli(), number(now));
  }

  /** One for each step of a time that ends with the last whole step; the oldest first. */
  List<Minute> history(Instant now, Duration time) {
    var minutes = new ArrayList<Minute>();
    var end = number(now);
    for (var step = end - time.dividedBy(STEP); step < end; step++) {
      minutes.add(minute((step + 1) * STEP.toMillis(), step));
    }
    return minutes;
  }

  private Minute minute(long at, long last) {
    var wait = new Histogram();
    var run = new Histogram();
    for (var number = last - STEPS_A_MINUTE + 1; number <= last; number++) {
      var step = ring[(int) Math.floorMod(number, (long) ring.length)];
      if (step.number == number) {
        wait.addAll(step.wait);
        run.addAll(step.run);
      }
    }
    return wait.isEmpty()
        ? new Minute(at, null, null)
        : new Minute(at, Quantiles.of(wait), Quantiles.of(run));
  }

  private static long number(Instant at) {
    return Math.floorDiv(at.toEpochMilli(), STEP.toMillis());
  }
}
