package diner.worker.intake;

import diner.worker.flow.Lane;
import java.time.Duration;

/**
 * How jobs of one kind may start.
 *
 * @param kind jobs with rules of the same name share a queue: those of a kind, and all those of
 *     kinds that this worker does not have
 * @param limit jobs of the kind in flight, within what their lane allows
 * @param pause from one start to the next; zero where the kind has no rate
 * @param judgedBy how many of its last attempts say whether the service behind it is away
 */
public record KindRule(String kind, Lane lane, int limit, Duration pause, int judgedBy) {

  private static final int JUDGED_BY = 20;

  public KindRule {
    if (limit < 1) {
      throw new IllegalArgumentException(kind + " needs a limit of at least 1, got " + limit);
    }
    if (pause.isNegative()) {
      throw new IllegalArgumentException(kind + " can't have a pause of " + pause);
    }
    if (judgedBy < 1 || judgedBy > Gate.MOST_ATTEMPTS) {
      throw new IllegalArgumentException(
          "%s must be judged by 1 to %d attempts, was %d"
              .formatted(kind, Gate.MOST_ATTEMPTS, judgedBy));
    }
  }

  /** The rule of a kind with this limit and rate. */
  public KindRule(String kind, Lane lane, int limit, Duration pause) {
    this(kind, lane, limit, pause, JUDGED_BY);
  }

  /** The rule of a kind that may take its whole lane, at any rate. */
  public static KindRule unlimited(String kind, Lane lane) {
    return new KindRule(kind, lane, Integer.MAX_VALUE, Duration.ZERO);
  }
}
