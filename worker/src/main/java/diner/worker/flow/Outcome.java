package diner.worker.flow;

import diner.shared.message.Reply.Failure;
import java.time.Duration;
import java.time.Instant;

/** How an attempt ended; each admitted ticket has exactly one. */
public sealed interface Outcome {

  Ticket ticket();

  /** An attempt that counts. */
  sealed interface Counted extends Outcome {

    Sign sign();
  }

  /** The job is over. */
  record Finished(Settled settled, Sign sign) implements Counted {

    /** Of a job that was not tried. */
    public Finished(Settled settled) {
      this(settled, Sign.UNTRIED);
    }

    @Override
    public Ticket ticket() {
      return settled.ticket();
    }
  }

  /** The job is to be tried again, not before the delay has passed. */
  record Again(Ticket ticket, Duration delay, Failure failure, Sign sign) implements Counted {

    /** After an attempt that says nothing of the service behind its kind. */
    public Again(Ticket ticket, Duration delay, Failure failure) {
      this(ticket, delay, failure, Sign.SILENT);
    }

    /** The job as it is due then. */
    public Ticket next() {
      return sign == Sign.REFUSED ? ticket.refused(failure) : ticket.again(failure);
    }
  }

  /**
   * The service behind the kind was away or refused. Intake decides whether that is an outage: then
   * the attempt does not count, and the job waits.
   *
   * @param otherwise how the attempt ended if it counts
   * @param startedAt when it began
   * @param retryAfter how long the service asked to be left alone; zero where it did not
   */
  record Unavailable(Counted otherwise, Instant startedAt, Failure failure, Duration retryAfter)
      implements Outcome {

    @Override
    public Ticket ticket() {
      return otherwise.ticket();
    }
  }
}
