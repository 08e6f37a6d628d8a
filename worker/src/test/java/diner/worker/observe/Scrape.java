package diner.worker.observe;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What {@code /metrics} said. Reading it fails where a line is not of Prometheus' text format, a
 * series is there twice, or a metric has no help or no type.
 *
 * @param series values by name and labels, as they are written
 */
public record Scrape(Map<String, Double> series) {

  private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
  private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\"";
  private static final Pattern SAMPLE =
      Pattern.compile(
          "((%s)(?:\\{%s(?:,%s)*,?})?) ([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?|NaN|[+-]Inf)"
              .formatted(NAME, LABEL, LABEL));
  private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) (%s) (.+)".formatted(NAME));

  /** Reads a whole answer. */
  public static Scrape of(String text) {
    var helped = new HashSet<String>();
    var typed = new HashSet<String>();
    var series = new LinkedHashMap<String, Double>();
    if (!text.endsWith("\n")) {
      throw new AssertionError("the last line has no end");
    }
    for (var line : text.split("\n", -1)) {
      var comment = COMMENT.matcher(line);
      var sample = SAMPLE.matcher(line);
      if (comment.matches()) {
        (comment.group(1).equals("HELP") ? helped : typed).add(comment.group(2));
      } else if (sample.matches()) {
        check(isOf(helped, sample.group(2)) && isOf(typed, sample.group(2)), "undescribed", line);
        check(series.put(sample.group(1), number(sample.group(3))) == null, "twice", line);
      } else {
        check(line.isEmpty(), "no line of the text format", line);
      }
    }
    return new Scrape(series);
  }

  /** The value of a series. */
  public double value(String name, String labels) {
    var value = series.get("%s{%s}".formatted(name, labels));
    if (value == null) {
      throw new AssertionError("no %s{%s} among %s".formatted(name, labels, series.keySet()));
    }
    return value;
  }

  private static boolean isOf(Set<String> metrics, String name) {
    return metrics.contains(name)
        || metrics.contains(name.replaceFirst("_(bucket|count|sum)$", ""));
  }

  private static double number(String text) {
    return Double.parseDouble(text.replace("Inf", "Infinity"));
  }

  private static void check(boolean holds, String problem, String line) {
    if (!holds) {
      throw new AssertionError(problem + ": " + line);
    }
  }
}
