package diner.producer.compare;

import diner.shared.message.BurgersOrder;
import diner.shared.message.CleaningOrder;
import java.util.List;

/** The whole result: a cell for each setting and kind. */
record Comparison(Plan plan, int processors, List<Cell> cells) {

  /** In the order of the table's columns, and of the measurement. */
  static final List<String> KINDS = List.of(BurgersOrder.KIND, CleaningOrder.KIND);

  Comparison {
    cells = List.copyOf(cells);
    for (var setting : Setting.values()) {
      for (var kind : KINDS) {
        find(cells, setting, kind);
      }
    }
  }

  Cell cell(Setting setting, String kind) {
    return find(cells, setting, kind);
  }

  /** How many times as fast as one at a time. */
  double gain(Setting setting, String kind) {
    return cell(Setting.ONE_AT_A_TIME, kind).seconds() / cell(setting, kind).seconds();
  }

  private static Cell find(List<Cell> cells, Setting setting, String kind) {
    return cells.stream()
        .filter(cell -> cell.setting() == setting && cell.kind().equals(kind))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no cell for " + kind + ", " + setting.id()));
  }
}
