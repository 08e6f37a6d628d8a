package diner.worker.flow;

import diner.shared.message.Headers;
import diner.shared.message.JobIds;
import diner.shared.message.Kinds;
import diner.shared.message.Reply.Failure;
import org.jspecify.annotations.Nullable;

/**
 * A job on its way through the worker: its delivery, and the attempt that is due.
 *
 * @param kind from the {@code job-kind} header, else the last part of the topic's name
 * @param attempt the number of the attempt that is due or running, from 1
 * @param lastFailure why the attempt before failed; null at the first, and where that worker is
 *     gone
 * @param refusals of the attempts before, how many up to the last, in a row, found the service
 *     behind the kind away; should that be an outage, they don't count
 */
public record Ticket(
    Delivery delivery, String kind, int attempt, @Nullable Failure lastFailure, int refusals) {

  /** The ticket of a job that was polled, and tried so often in former lives. */
  public static Ticket of(Delivery delivery, int attemptsMade) {
    var kind =
        delivery
            .headers()
            .text(Headers.JOB_KIND)
            .orElseGet(() -> Kinds.ofTopic(delivery.assignment().topic()));
    return new Ticket(delivery, kind, attemptsMade + 1, null, 0);
  }

  /** The same job, due once more. */
  public Ticket again(Failure failure) {
    return new Ticket(delivery, kind, attempt + 1, failure, 0);
  }

  /** The same job, due once more; the service behind its kind was away, or refused. */
  public Ticket refused(Failure failure) {
    return new Ticket(delivery, kind, attempt + 1, failure, refusals + 1);
  }

  /** The same job, as if its last attempts had not been made that found the service away. */
  public Ticket givenBack(@Nullable Failure failure) {
    return new Ticket(delivery, kind, attempt - refusals, failure, 0);
  }

  /** How many attempts were made before the one that is due or running. */
  public int attemptsMade() {
    return attempt - 1;
  }

  public Assignment assignment() {
    return delivery.assignment();
  }

  /** The id that the job came with, where that fits; else its place in the queue. */
  public String jobId() {
    return delivery
        .headers()
        .text(Headers.JOB_ID)
        .filter(id -> id.length() <= JobIds.MAX_LENGTH)
        .orElseGet(() -> delivery.turn().toString());
  }
}
