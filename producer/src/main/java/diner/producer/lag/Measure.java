package diner.producer.lag;

import static java.util.stream.Collectors.joining;

import diner.shared.cli.DurationConverter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/** What of a row {@code --check} compares; all are numbers, of which only some are written so. */
enum Measure {
  UNFINISHED,
  OLDEST,
  COMMIT_LAG,
  DONE_AHEAD,
  MEMBERS,
  STATUS;

  private static final List<Status> STATUSES = List.of(Status.values());

  /** As it is written in a check. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Reads what it is compared to.
   *
   * @throws IllegalArgumentException says what was expected
   */
  long parse(String text) {
    return switch (this) {
      case UNFINISHED, COMMIT_LAG, DONE_AHEAD, MEMBERS -> count(text);
      case OLDEST -> duration(text);
      case STATUS -> status(text);
    };
  }

  /** Empty where it is not known. */
  OptionalLong of(Look look, Lag lag) {
    var work = lag.work();
    if (this == STATUS) {
      return OptionalLong.of(STATUSES.indexOf(lag.verdict().status()));
    }
    if (work == null || lag.verdict().status() == Status.UNKNOWN) {
      return OptionalLong.empty();
    }
    return switch (this) {
      case UNFINISHED -> OptionalLong.of(work.unfinished());
      case DONE_AHEAD -> OptionalLong.of(work.doneAhead());
      case MEMBERS -> OptionalLong.of(lag.members().size());
      case COMMIT_LAG -> known(work, work.commitLag());
      case OLDEST -> {
        var age = work.age(look.at());
        yield known(work, age == null ? null : (Long) age.toMillis());
      }
      case STATUS -> throw new IllegalStateException("is known above");
    };
  }

  String show(long value) {
    return switch (this) {
      case UNFINISHED, COMMIT_LAG, DONE_AHEAD, MEMBERS -> Long.toString(value);
      case OLDEST -> LagText.duration(Duration.ofMillis(value));
      case STATUS -> STATUSES.get((int) value).toString();
    };
  }

  /** Nothing is old, and no commit late, where nothing is unfinished. */
  private static OptionalLong known(Lag.Work work, @Nullable Long value) {
    if (value != null) {
      return OptionalLong.of(value);
    }
    return work.unfinished() == 0 ? OptionalLong.of(0) : OptionalLong.empty();
  }

  private static long count(String text) {
    if (!text.matches("\\d{1,18}")) {
      throw new IllegalArgumentException("expected a whole number such as 1000");
    }
    return Long.parseLong(text);
  }

  private static long duration(String text) {
    try {
      return new DurationConverter().convert(text).toMillis();
    } catch (TypeConversionException e) {
      throw new IllegalArgumentException("expected a duration such as 250ms, 30s, 5m, 2h or 1d", e);
    }
  }

  private static long status(String text) {
    var statuses = STATUSES.stream().filter(Status::isOfOneLook).toList();
    return statuses.stream()
        .filter(status -> status.toString().equalsIgnoreCase(text))
        .mapToLong(STATUSES::indexOf)
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "expected, of a single look, one of "
                    + statuses.stream().map(Status::toString).collect(joining(", "))));
  }
}
