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
 */
public record KindRule(String kind, Lane lane, int limit, Duration pause) {

  public KindRule {
    if (limit < 1) {
      throw new IllegalArgumentException(kind + " needs a limit of at least 1, got " + limit);
    }
    if (pause.isNegative()) {
      throw new IllegalArgumentException(kind + " can't have a pause of " + pause);
    }
  }

  /** The rule of a kind that may take its whole lane, at any rate. */
  public static KindRule unlimited(String kind, Lane lane) {
    return new KindRule(kind, lane, Integer.MAX_VALUE, Duration.ZERO);
  }
}
