package diner.worker.flow;

import diner.shared.message.Reply.Failure;
import java.time.Duration;

/** How an attempt ended; each admitted ticket has exactly one. */
public sealed interface Outcome {

  Ticket ticket();

  /** The job is over. */
  record Finished(Settled settled) implements Outcome {
    @Override
    public Ticket ticket() {
      return settled.ticket();
    }
  }

  /** The job is to be tried again, not before the delay has passed. */
  record Again(Ticket ticket, Duration delay, Failure failure) implements Outcome {}
}
