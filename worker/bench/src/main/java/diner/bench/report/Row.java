package diner.bench.report;

import org.jspecify.annotations.Nullable;

/**
 * One line of the result.
 *
 * @param what was measured, in words that need no code beside them
 * @param bar what the figure has to be; null where it is only for comparison
 */
public record Row(String scenario, String what, double figure, Unit unit, @Nullable Bar bar) {

  public static Row of(String scenario, String what, double figure, Unit unit) {
    return new Row(scenario, what, figure, unit, null);
  }

  /** The same line, held against a bar. */
  public Row against(Bar held) {
    return new Row(scenario, what, figure, unit, held);
  }

  /** False only where there is a bar and it does not hold. */
  public boolean holds() {
    return bar == null || bar.holds(figure);
  }
}
