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
    return new Ticket(delivery, kind, attemptsMade + 1, null, deadline, false);
  }

  /** The same job, due once more. */
  public Ticket again(Failure failure) {
    return new Ticket(delivery, kind, attempt + 1, failure, deadline, false);
  }

  /** The same job, only to be answered. */
  public Ticket expired() {
    return new Ticket(delivery, kind, attempt, lastFailure, deadline, true);
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
