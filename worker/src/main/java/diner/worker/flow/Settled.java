package diner.worker.flow;

import diner.shared.message.Headers;
import diner.shared.message.Reply.Status;
import java.util.List;
import java.util.Optional;

/**
 * A job that is over, and the records that say so; they enter Kafka together with its offset.
 *
 * @param run its last attempt
 */
public record Settled(Ticket ticket, Run run, List<Publication> publications) {

  public Settled {
    publications = List.copyOf(publications);
  }

  public Assignment assignment() {
    return ticket.assignment();
  }

  public long offset() {
    return ticket.delivery().offset();
  }

  /** The same job with other records. */
  public Settled with(List<Publication> others) {
    return new Settled(ticket, run, others);
  }

  /**
   * How its job ended, as its reply says, the first of its records; empty where that says nothing.
   */
  public Optional<Status> status() {
    return publications.isEmpty()
        ? Optional.empty()
        : publications.getFirst().headers().text(Headers.STATUS).flatMap(Status::of);
  }

  /** About the size of its records in a producer's buffer. */
  public int bytes() {
    var bytes = 0;
    for (var publication : publications) {
      bytes += publication.bytes();
    }
    return bytes;
  }
}
