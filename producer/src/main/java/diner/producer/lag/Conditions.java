package diner.producer.lag;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What {@code --check} asks of each row; pure. A row that is UNKNOWN, or lacks the number, does not
 * hold.
 */
record Conditions(List<Condition> all) {

  private static final Pattern FORM = Pattern.compile("([a-z-]+)\\s*(<=|>=|<|>|=)\\s*(\\S+)");

  Conditions {
    all = List.copyOf(all);
  }

  /**
   * One comparison.
   *
   * @param text as it was given
   */
  record Condition(Measure measure, String operator, long limit, String text) {

    boolean holds(long value) {
      return switch (operator) {
        case "<" -> value < limit;
        case "<=" -> value <= limit;
        case ">" -> value > limit;
        case ">=" -> value >= limit;
        default -> value == limit;
      };
    }
  }

  /**
   * Reads conditions such as {@code unfinished<1000,oldest<30s}.
   *
   * @throws IllegalArgumentException says what, which and expected
   */
  static Conditions parse(String text) {
    return new Conditions(
        Arrays.stream(text.split(",", -1)).map(String::strip).map(Conditions::condition).toList());
  }

  /** One line for each row that does not hold. */
  List<String> broken(Look look, List<Lag> lags) {
    var lines = new ArrayList<String>();
    for (var lag : lags) {
      var faults = all.stream().flatMap(condition -> fault(condition, look, lag).stream()).toList();
      if (!faults.isEmpty()) {
        var why = lag.verdict().why();
        lines.add(
            lag.place()
                + ": "
                + String.join("; ", faults)
                + (why.isEmpty() ? "" : " (%s: %s)".formatted(lag.verdict().status(), why)));
      }
    }
    return lines;
  }

  private static Optional<String> fault(Condition condition, Look look, Lag lag) {
    var value = condition.measure().of(look, lag);
    if (value.isPresent() && condition.holds(value.getAsLong())) {
      return Optional.empty();
    }
    return Optional.of(
        "%s is %s, expected %s"
            .formatted(
                condition.measure(),
                value.isPresent() ? condition.measure().show(value.getAsLong()) : "unknown",
                condition.text()));
  }

  private static Condition condition(String text) {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "expected comparisons such as unfinished<1000,oldest<30s, got '%s'".formatted(text));
    }
    var measure =
        Arrays.stream(Measure.values())
            .filter(each -> each.toString().equals(form.group(1)))
            .findFirst()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "'%s': no '%s' to compare, expected one of %s"
                        .formatted(
                            text,
                            form.group(1),
                            Arrays.toString(Measure.values()).replaceAll("[\\[\\]]", ""))));
    var operator = form.group(2);
    if (measure == Measure.STATUS && !operator.equals("=")) {
      throw new IllegalArgumentException("'%s': a status is compared with = alone".formatted(text));
    }
    try {
      return new Condition(measure, operator, measure.parse(form.group(3)), text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'%s': %s".formatted(text, e.getMessage()), e);
    }
  }
}
