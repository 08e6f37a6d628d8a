package diner.producer.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where a time lies in the picture. Pure.
 *
 * @param left where 0 is
 * @param right where the longest is
 * @param longest in seconds
 */
record TimeAxis(double left, double right, double longest) {

  private static final int MOST_TICKS = 10;

  /** A line of the axis. */
  record Tick(double seconds, String label) {}

  /** Never beyond the axis, whatever a clock said. */
  double x(double seconds) {
    return left + Math.clamp(seconds / longest, 0, 1) * (right - left);
  }

  /** At most ten steps of 1, 2 or 5 times a power of ten, from 0. */
  List<Tick> ticks() {
    var power = Math.pow(10, Math.floor(Math.log10(longest / MOST_TICKS)));
    var step = power;
    for (var factor : new int[] {1, 2, 5, 10}) {
      step = factor * power;
      if (longest / step <= MOST_TICKS) {
        break;
      }
    }
    var ticks = new ArrayList<Tick>();
    for (var i = 0; i * step <= longest; i++) {
      ticks.add(new Tick(i * step, label(i * step, step)));
    }
    return List.copyOf(ticks);
  }

  private static String label(double seconds, double step) {
    return step < 0.1
        ? String.format(Locale.ROOT, step < 0.001 ? "%.3f ms" : "%.0f ms", seconds * 1_000)
        : String.format(Locale.ROOT, step < 1 ? "%.1f s" : "%.0f s", seconds);
  }
}
