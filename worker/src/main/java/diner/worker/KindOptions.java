package diner.worker;

import diner.shared.cli.CommandFailure;
import diner.shared.cli.ExitCode;
import diner.shared.cli.Rate;
import diner.worker.flow.Lane;
import diner.worker.handler.Handlers;
import diner.worker.intake.KindRule;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.TypeConversionException;

/**
 * What {@code --limit} and {@code --rate} say of single kinds.
 *
 * @param limits jobs in flight, by kind
 * @param rates starts, by kind
 */
record KindOptions(Map<String, Integer> limits, Map<String, Rate> rates) {

  /**
   * Reads {@code KIND=N} and {@code KIND=N/s}.
   *
   * @throws IllegalArgumentException says which option is wrong, and what was expected
   */
  static KindOptions parse(List<String> limits, List<String> rates) {
    return new KindOptions(
        byKind("--limit", "KIND=N, N at least 1", limits, KindOptions::limit),
        byKind("--rate", "KIND=N/s, N/m or N/h, N at least 1", rates, KindOptions::rate));
  }

  /**
   * How jobs of each kind may start; of kinds without a handler, all share a rule.
   *
   * @throws CommandFailure where an option names a kind that no handler is for
   */
  Function<String, KindRule> rules(Handlers handlers) {
    requireKnown("--limit", limits.keySet(), handlers.kinds());
    requireKnown("--rate", rates.keySet(), handlers.kinds());
    var rules = new HashMap<String, KindRule>();
    for (var kind : handlers.kinds()) {
      rules.put(kind, rule(kind, handlers.laneOf(kind)));
    }
    var others = KindRule.unlimited("", Lane.WAITING);
    return kind -> rules.getOrDefault(kind, others);
  }

  private KindRule rule(String kind, Lane lane) {
    var rate = rates.get(kind);
    return new KindRule(
        kind,
        lane,
        limits.getOrDefault(kind, Integer.MAX_VALUE),
        rate == null ? Duration.ZERO : rate.pause());
  }

  private static <V> Map<String, V> byKind(
      String option, String form, List<String> given, Function<String, Optional<V>> read) {
    var byKind = new HashMap<String, V>();
    for (var each : given) {
      var equals = each.lastIndexOf('=');
      var value = equals < 1 ? Optional.<V>empty() : read.apply(each.substring(equals + 1));
      if (value.isEmpty()) {
        throw new IllegalArgumentException("%s must be %s, was '%s'".formatted(option, form, each));
      }
      var kind = each.substring(0, equals);
      if (byKind.put(kind, value.get()) != null) {
        throw new IllegalArgumentException(
            "%s names the kind '%s' twice: name it once".formatted(option, kind));
      }
    }
    return byKind;
  }

  private static Optional<Integer> limit(String text) {
    return text.matches("\\d{1,9}")
        ? Optional.of(Integer.valueOf(text)).filter(limit -> limit > 0)
        : Optional.empty();
  }

  private static Optional<Rate> rate(String text) {
    try {
      return Optional.of(Rate.of(text));
    } catch (TypeConversionException notARate) {
      return Optional.empty();
    }
  }

  private static void requireKnown(
      String option, Collection<String> named, Collection<String> kinds) {
    for (var kind : named) {
      if (!kinds.contains(kind)) {
        throw CommandFailure.of(
            "worker: %s names the kind '%s', which this worker does not have; it has: %s"
                .formatted(option, kind, String.join(", ", kinds)),
            ExitCode.USAGE,
            null);
      }
    }
  }
}
