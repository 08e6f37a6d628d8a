package diner.worker.flow;

import diner.shared.message.Headers;
import diner.shared.message.JobIds;
import diner.shared.message.Kinds;
import diner.shared.message.Parsed;
import diner.shared.message.Reply.Failure;
import java.time.Instant;
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
 * @param deadline when it is too late to start; null where the job has none, or one that can't be
 *     understood, for which a lane refuses it
 * @param isExpired whether intake found the deadline to have passed: the attempt is not to be made,
 *     whatever the clock says since
 */
public record Ticket(
    Delivery delivery,
    String kind,
    int attempt,
    @Nullable Failure lastFailure,
    int refusals,
    @Nullable Instant deadline,
    boolean isExpired) {

  /** The ticket of a job that was polled, and tried so often in former lives. */
  public static Ticket of(Delivery delivery, int attemptsMade) {
    var kind =
        delivery
            .headers()
            .text(Headers.JOB_KIND)
            .orElseGet(() -> Kinds.ofTopic(delivery.assignment().topic()));
    var deadline = Parsed.instant(delivery.headers(), Headers.DEADLINE).found().orElse(null);
    return new Ticket(delivery, kind, attemptsMade + 1, null, 0, deadline, false);
  }

  /** The same job, due once more. */
  public Ticket again(Failure failure) {
    return new Ticket(delivery, kind, attempt + 1, failure, 0, deadline, false);
  }

  /** The same job, due once more; the service behind its kind was away, or refused. */
  public Ticket refused(Failure failure) {
    return new Ticket(delivery, kind, attempt + 1, failure, refusals + 1, deadline, false);
  }

  /** The same job, as if its last attempts had not been made that found the service away. */
  public Ticket givenBack(@Nullable Failure failure) {
    return new Ticket(delivery, kind, attempt - refusals, failure, 0, deadline, isExpired);
  }

  /** The same job, only to be answered. */
  public Ticket expired() {
    return new Ticket(delivery, kind, attempt, lastFailure, refusals, deadline, true);
  }

  /** How many attempts were made before the one that is due or running. */
  public int attemptsMade() {
    return attempt - 1;
  }

  /** This time, or the deadline where that is earlier. */
  public Instant atMost(Instant time) {
    return deadline == null || time.isBefore(deadline) ? time : deadline;
  }

  /** Whether the deadline has come by this time. */
  public boolean isTooLate(Instant now) {
    return isExpired || (deadline != null && !now.isBefore(deadline));
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
