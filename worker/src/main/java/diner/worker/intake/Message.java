package diner.worker.intake;

import diner.worker.flow.BatchEnd;
import diner.worker.flow.Outcome;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What other threads tell intake; there is no other way in. */
public sealed interface Message {

  /** Attempts have ended in a lane. */
  record Ended(List<Outcome> outcomes) implements Message {}

  /** The publication of the batch has ended. */
  record BatchEnded(BatchEnd end) implements Message {}

  /**
   * What is known of where assignments go on; those that are missing are to be asked for again.
   *
   * @param error why nothing is known; null where something is
   */
  record Answered(List<ResumePoint> points, @Nullable RuntimeException error) implements Message {}

  /** The worker is to stop: nothing more is started, what runs may finish within the grace time. */
  record Stop(Duration grace) implements Message {}
}
