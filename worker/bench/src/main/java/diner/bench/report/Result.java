package diner.bench.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import diner.shared.message.Json;
import java.util.List;
import java.util.stream.IntStream;

/** All figures of one run, and the machine they were got on. */
public record Result(Machine machine, List<Row> rows) {

  private static final List<String> HEADINGS =
      List.of("SCENARIO", "WHAT", "FIGURE", "BAR", "HOLDS");

  public Result {
    rows = List.copyOf(rows);
  }

  public boolean holds() {
    return rows.stream().allMatch(Row::holds);
  }

  /** An aligned table, the machine below it. */
  public String toTable() {
    var cells = new java.util.ArrayList<List<String>>();
    cells.add(HEADINGS);
    rows.forEach(row -> cells.add(cells(row)));
    var text = new StringBuilder();
    for (var line : cells) {
      for (var column = 0; column < line.size(); column++) {
        text.append(padded(line.get(column), width(cells, column), column == 2)).append("  ");
      }
      text.setLength(text.toString().stripTrailing().length());
      text.append(System.lineSeparator());
    }
    return text + System.lineSeparator() + machine.line() + System.lineSeparator();
  }

  /** One object: the machine and the rows. */
  public String toJson() {
    var json = Json.codec().createObjectNode();
    json.set("machine", Json.codec().valueToTree(machine));
    json.put("holds", holds());
    var array = json.putArray("rows");
    rows.forEach(row -> write(row, array.addObject()));
    return json.toString();
  }

  private static void write(Row row, ObjectNode json) {
    json.put("scenario", row.scenario())
        .put("what", row.what())
        .put("figure", row.figure())
        .put("unit", row.unit().jsonName());
    var bar = row.bar();
    if (bar != null) {
      json.putObject("bar").put("relation", bar.relation().sign()).put("limit", bar.limit());
      json.put("holds", row.holds());
    }
  }

  private static List<String> cells(Row row) {
    var bar = row.bar();
    return List.of(
        row.scenario(),
        row.what(),
        row.unit().show(row.figure()),
        bar == null ? "" : bar.relation().sign() + " " + row.unit().show(bar.limit()),
        bar == null ? "" : row.holds() ? "yes" : "NO");
  }

  private static int width(List<List<String>> cells, int column) {
    return cells.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
  }

  private static String padded(String text, int width, boolean isRight) {
    var padding = " ".repeat(width - text.length());
    return isRight ? padding + text : text + padding;
  }

  /** The rows that do not hold; for the last words. */
  public List<String> broken() {
    return IntStream.range(0, rows.size())
        .mapToObj(rows::get)
        .filter(row -> !row.holds())
        .map(row -> row.scenario() + ": " + row.what())
        .toList();
  }
}
