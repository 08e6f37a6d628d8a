package diner.producer.lag;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The lag as a table for people, and below it what is wrong; pure. */
final class LagText {

  private static final List<String> HEADING =
      List.of("TOPIC", "UNFINISHED", "COMMIT LAG", "OLDEST", "STATUS");
  private static final String NONE = "-";
  private static final String GAP = "  ";

  private LagText() {}

  static List<String> lines(Look look, List<Lag> lags) {
    var lines = new ArrayList<String>();
    lines.add(
        "group %s: %s"
            .formatted(
                look.group(), look.members() == 1 ? "1 worker" : look.members() + " workers"));
    lines.add("");
    var rows = new ArrayList<List<String>>();
    rows.add(HEADING);
    lags.forEach(lag -> rows.add(row(look, lag)));
    lines.addAll(align(rows));
    var troubles = lags.stream().filter(lag -> !lag.verdict().why().isEmpty()).toList();
    if (!troubles.isEmpty()) {
      lines.add("");
      troubles.forEach(lag ->
          lines.add(
              "%s %s: %s".formatted(lag.place(), lag.verdict().status(), lag.verdict().why())));
    }
    return lines;
  }

  private static List<String> row(Look look, Lag lag) {
    var work = lag.work();
    var status = lag.verdict().status().toString();
    return work == null
        ? List.of(lag.place().toString(), NONE, NONE, NONE, status)
        : List.of(
            lag.place().toString(),
            number(work.unfinished()),
            number(work.commitLag()),
            duration(work.age(look.at())),
            status);
  }

  /** Names to the left, numbers to the right, the status unpadded. */
  private static List<String> align(List<List<String>> rows) {
    var last = HEADING.size() - 1;
    var widths =
        IntStream.range(0, last)
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    return rows.stream()
        .map(row ->
            IntStream.rangeClosed(0, last)
                .mapToObj(column ->
                    column == last
                        ? row.get(column)
                        : pad(row.get(column), widths[column], column == 0))
                .collect(joining(GAP)))
        .toList();
  }

  private static String pad(String text, int width, boolean isLeft) {
    var spaces = " ".repeat(width - text.length());
    return isLeft ? text + spaces : spaces + text;
  }

  private static String number(@Nullable Long number) {
    return number == null ? NONE : String.format(Locale.ROOT, "%,d", number);
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
