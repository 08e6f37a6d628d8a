package diner.worker.intake;

import diner.worker.flow.BatchEnd;
import diner.worker.flow.Outcome;
import java.time.Duration;
import java.util.List;

/** What other threads tell intake; there is no other way in. */
public sealed interface Message {

  /** Attempts have ended in a lane. */
  record Ended(List<Outcome> outcomes) implements Message {}

  /** The publication of the batch has ended. */
  record BatchEnded(BatchEnd end) implements Message {}

  /** The worker is to stop: nothing more is started, what runs may finish within the grace time. */
  record Stop(Duration grace) implements Message {}
}
