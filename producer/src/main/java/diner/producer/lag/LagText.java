package diner.producer.lag;

import static java.util.stream.Collectors.joining;

import diner.producer.terminal.Screen.Page;
import diner.producer.terminal.Sparkline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The lag as a table for people, and below it what is wrong; pure. */
final class LagText {

  private static final String NONE = "-";
  private static final String GAP = "  ";
  private static final int TREND_COLUMNS = 10;

  /** Above it, a rate has no decimals. */
  private static final double SMALL_RATE = 100;

  /** In the order of the table. */
  private enum Column {
    TOPIC("TOPIC"),
    UNFINISHED("UNFINISHED"),
    TREND("TREND"),
    IN("IN/S"),
    OUT("OUT/S"),
    DRAIN("DRAIN"),
    COMMIT_LAG("COMMIT LAG"),
    OLDEST("OLDEST"),
    STATUS("STATUS");

    private static final Set<Column> OF_ONE_LOOK =
        EnumSet.of(TOPIC, UNFINISHED, COMMIT_LAG, OLDEST, STATUS);

    /** What a narrow terminal does without, in this order. */
    private static final List<Column> DISPENSABLE =
        List.of(COMMIT_LAG, TREND, IN, OLDEST, OUT, DRAIN);

    private final String heading;

    Column(String heading) {
      this.heading = heading;
    }
  }

  private LagText() {}

  /** A single look. */
  static List<String> lines(Look look, List<Lag> lags) {
    return lines(look, lags, table(look, lags, Column.OF_ONE_LOOK, false));
  }

  /** A look with what it says together with those before, as wide as the page allows. */
  static List<String> lines(Look look, List<Lag> lags, Page page) {
    var columns = EnumSet.allOf(Column.class);
    var table = table(look, lags, columns, page.isUnicode());
    for (var dispensable : Column.DISPENSABLE) {
      if (table.stream().allMatch(line -> line.length() <= page.columns())) {
        break;
      }
      columns.remove(dispensable);
      table = table(look, lags, columns, page.isUnicode());
    }
    return lines(look, lags, table);
  }

  private static List<String> lines(Look look, List<Lag> lags, List<String> table) {
    var lines = new ArrayList<String>();
    lines.add(
        "group %s: %s"
            .formatted(
                look.group(), look.members() == 1 ? "1 worker" : look.members() + " workers"));
    lines.add("");
    lines.addAll(table);
    var troubles = lags.stream().filter(lag -> !lag.verdict().why().isEmpty()).toList();
    if (!troubles.isEmpty()) {
      lines.add("");
      troubles.forEach(lag ->
          lines.add(
              "%s %s: %s".formatted(lag.place(), lag.verdict().status(), lag.verdict().why())));
    }
    return lines;
  }

  /** Names to the left, numbers to the right, the status unpadded. */
  private static List<String> table(
      Look look, List<Lag> lags, Set<Column> columns, boolean isUnicode) {
    var rows = new ArrayList<List<String>>();
    rows.add(columns.stream().map(column -> column.heading).toList());
    lags.forEach(lag ->
        rows.add(columns.stream().map(column -> cell(column, look, lag, isUnicode)).toList()));
    var widths = new ArrayList<Integer>();
    for (var column = 0; column < columns.size(); column++) {
      var at = column;
      widths.add(rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0));
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, List<Integer> widths) {
    var cells = new ArrayList<String>();
    for (var column = 0; column < row.size() - 1; column++) {
      cells.add(pad(row.get(column), widths.get(column), column == 0));
    }
    cells.add(row.getLast());
    return cells.stream().collect(joining(GAP));
  }

  private static String pad(String text, int width, boolean isLeft) {
    var spaces = " ".repeat(width - text.length());
    return isLeft ? text + spaces : spaces + text;
  }

  private static String cell(Column column, Look look, Lag lag, boolean isUnicode) {
    var work = lag.work();
    var pace = lag.pace();
    return switch (column) {
      case TOPIC -> lag.place().toString();
      case UNFINISHED -> number(work == null ? null : (Long) work.unfinished());
      case TREND -> {
        var trend = pace == null ? NONE : Sparkline.of(pace.unfinished(), TREND_COLUMNS, isUnicode);
        yield pad(trend, TREND_COLUMNS, false); // no column moves while it grows
      }
      case IN -> rate(pace == null ? null : (Double) pace.in());
      case OUT -> rate(pace == null ? null : (Double) pace.out());
      case DRAIN -> duration(pace == null ? null : pace.drain());
      case COMMIT_LAG -> number(work == null ? null : work.commitLag());
      case OLDEST -> duration(work == null ? null : work.age(look.at()));
      case STATUS -> lag.verdict().status().toString();
    };
  }

  private static String number(@Nullable Long number) {
    return number == null ? NONE : String.format(Locale.ROOT, "%,d", number);
  }

  private static String rate(@Nullable Double perSecond) {
    if (perSecond == null) {
      return NONE;
    }
    return perSecond == 0 || perSecond >= SMALL_RATE
        ? number(Math.round(perSecond))
        : String.format(Locale.ROOT, "%.1f", perSecond);
  }

  /**
   * At most two units: {@code 850ms}, {@code 3.2s}, {@code 4m10s}, {@code 2h05m}, {@code 3d04h}.
   */
  static String duration(@Nullable Duration age) {
    if (age == null) {
      return NONE;
    }
    if (age.toSeconds() < 1) {
      return age.toMillis() + "ms";
    }
    if (age.toMinutes() < 1) {
      return "%d.%ds".formatted(age.toSeconds(), age.toMillisPart() / 100);
    }
    if (age.toHours() < 1) {
      return "%dm%02ds".formatted(age.toMinutes(), age.toSecondsPart());
    }
    return age.toDays() < 1
        ? "%dh%02dm".formatted(age.toHours(), age.toMinutesPart())
        : "%dd%02dh".formatted(age.toDays(), age.toHoursPart());
  }
}
