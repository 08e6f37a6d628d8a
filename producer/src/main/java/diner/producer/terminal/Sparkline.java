package diner.producer.terminal;

import java.util.List;
import java.util.stream.Collectors;

/** Numbers as a line of small bars, the largest of them the highest. Pure. */
public final class Sparkline {

  private static final String BARS = "▁▂▃▄▅▆▇█";
  private static final String ASCII = "_.:-=+*#";

  private Sparkline() {}

  /**
   * A character for each of the last numbers.
   *
   * @param numbers none of them negative
   * @param most so many at most
   */
  public static String of(List<Long> numbers, int most, boolean isUnicode) {
    var shown = numbers.subList(Math.max(0, numbers.size() - most), numbers.size());
    var bars = isUnicode ? BARS : ASCII;
    var highest = shown.stream().mapToLong(Long::longValue).max().orElse(0);
    return shown.stream()
        .map(number -> String.valueOf(bars.charAt(level(number, highest, bars.length() - 1))))
        .collect(Collectors.joining());
  }

  /** The lowest is for nothing alone: one job of a million is to be seen. */
  private static int level(long number, long highest, int top) {
    return number == 0 ? 0 : (int) Math.max(1, Math.round((double) number / highest * top));
  }
}
