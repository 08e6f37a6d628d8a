package diner.worker.flow;

import diner.shared.message.Reply.Failure;
import java.time.Duration;
import java.util.List;

/** How an attempt ended; each admitted ticket has exactly one. */
public sealed interface Outcome {

  Ticket ticket();

  /** The job is over: these records say so, and enter Kafka together with its offset. */
  record Finished(Ticket ticket, List<Publication> publications) implements Outcome {
    public Finished {
      publications = List.copyOf(publications);
    }
  }

  /** The job is to be tried again, not before the delay has passed. */
  record Again(Ticket ticket, Duration delay, Failure failure) implements Outcome {}
}
