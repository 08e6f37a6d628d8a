package diner.producer.dead;

import diner.producer.terminal.Plain;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The counted letters as a table for people, of 60 columns, and samples below it; pure. */
final class TallyText {

  private static final int COLUMNS = 60;
  private static final int MOST_SAMPLED = 10;
  private static final String ROW = "%-12s  %-24s  %9s  %9s";
  private static final int MOST_ERROR_LINES = 3;
  private static final int KIND_COLUMNS = 24;
  private static final String INDENT = "  ";

  private TallyText() {}

  /**
   * All lines.
   *
   * @param topic where the letters lie
   * @param isAll whether no filter narrowed them
   */
  static List<String> lines(String topic, boolean isAll, List<Tally> tallies) {
    if (tallies.isEmpty()) {
      return List.of("no dead letters in %s%s".formatted(topic, isAll ? "" : " that match"));
    }
    var lines = new ArrayList<String>();
    lines.add(
        "%s: %s open, %s redriven"
            .formatted(topic, number(Tallies.open(tallies)), number(Tallies.redriven(tallies))));
    lines.add("");
    lines.add(ROW.formatted("REASON", "KIND", "OPEN", "REDRIVEN"));
    tallies.forEach(tally ->
        lines.add(
            ROW.formatted(
                Plain.line(tally.reason(), 12),
                Plain.line(tally.kind(), KIND_COLUMNS),
                number(tally.open()),
                number(tally.redriven()))));
    tallies.stream()
        .filter(tally -> tally.open() > 0)
        .limit(MOST_SAMPLED)
        .forEach(tally -> addSamples(lines, tally));
    return lines;
  }

  private static void addSamples(List<String> lines, Tally tally) {
    lines.add("");
    lines.add(Plain.line("%s %s, the newest:".formatted(tally.reason(), tally.kind()), COLUMNS));
    for (var letter : tally.newest()) {
      lines.add(
          "%s  %s".formatted(INDENT + letter.turn(), letter.at().truncatedTo(ChronoUnit.SECONDS)));
      lines.add(INDENT + INDENT + "job " + Plain.line(letter.job()));
      var attempts = letter.attempts() == 1 ? "1 attempt" : letter.attempts() + " attempts";
      var error = "%s, %s: %s".formatted(attempts, letter.errorType(), letter.errorMessage());
      Plain.lines(error, MOST_ERROR_LINES, COLUMNS - 2 * INDENT.length())
          .forEach(line -> lines.add(INDENT + INDENT + line));
    }
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
