package diner.producer.compare;

import diner.producer.terminal.Plain;
import diner.shared.message.CleaningOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table and its sentences, for people. Pure. */
final class ComparisonText {

  private static final int WIDTH = 80;
  private static final int MAX_LINES = 4; // of a sentence, far more than any has

  private ComparisonText() {}

  static List<String> of(Comparison comparison) {
    var plan = comparison.plan();
    var lines = new ArrayList<String>();
    lines.add(workload(plan));
    lines.add("");
    lines.add("%-25s%8s%27s".formatted("", "BURGERS", "CLEANING"));
    for (var setting : Setting.values()) {
      lines.add(row(comparison, setting));
    }
    lines.add("");
    Verdict.of(comparison).forEach(line -> lines.addAll(Plain.lines(line, MAX_LINES, WIDTH)));
    return List.copyOf(lines);
  }

  /** What every row did. */
  static String workload(Plan plan) {
    var house = plan.house();
    return "%s of %d ms, %s of %d×%d pixels in %s"
        .formatted(
            counted(plan.burgers(), "burger"),
            plan.kitchenDelay().toMillis(),
            counted(plan.houses(), "house"),
            house.width(),
            house.height(),
            counted(house.rooms(), "room"));
  }

  private static String row(Comparison comparison, Setting setting) {
    var cells = new ArrayList<Object>();
    cells.add(setting.label(comparison.plan().threads()));
    for (var kind : Comparison.KINDS) {
      var cell = comparison.cell(setting, kind);
      cells.add(time(cell.seconds()));
      cells.add(new Ratio(comparison.gain(setting, kind)).number());
      cells.add(doers(cell));
    }
    return "%-25s%8s%6s×  %-10s%8s%6s×  %s".formatted(cells.toArray());
  }

  /** Such as {@code 2 cleaners}. */
  static String doers(Cell cell) {
    var what = cell.kind().equals(CleaningOrder.KIND) ? "cleaner" : "thread";
    return counted(cell.median().threads(), what);
  }

  /** Such as {@code 103 ms}, {@code 4.21 s}. */
  static String time(double seconds) {
    return seconds < 0.9995
        ? Math.round(seconds * 1_000) + " ms"
        : String.format(Locale.ROOT, "%.2f s", seconds);
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
