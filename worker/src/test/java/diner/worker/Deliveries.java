package diner.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import diner.shared.message.Headers;
import diner.worker.flow.Assignment;
import diner.worker.flow.Batch;
import diner.worker.flow.Delivery;
import diner.worker.flow.Membership;
import diner.worker.flow.Publication;
import diner.worker.flow.Run;
import diner.worker.flow.Settled;
import diner.worker.flow.Ticket;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes deliveries and tickets for tests. */
public final class Deliveries {

  public static final Assignment ASSIGNMENT = new Assignment("jobs.burgers", 0, 1);

  public static final Membership MEMBERSHIP = new Membership("workers", 1, "member-1", null);
  public static final Run RUN = new Run(Instant.EPOCH, Instant.EPOCH.plusMillis(20), "test");

  private Deliveries() {}

  public static Ticket ticket(long offset) {
    return ticket(ASSIGNMENT, offset, null);
  }

  public static Ticket ticket(Assignment assignment, long offset, @Nullable String key) {
    return Ticket.of(delivery(assignment, offset, key, "{\"number\":1}", Headers.NONE), 0);
  }

  public static Ticket ticket(String value, Headers headers) {
    return Ticket.of(delivery(ASSIGNMENT, 7, null, value, headers), 0);
  }

  /** A finished job with these records. */
  public static Settled settled(Ticket ticket, Publication... publications) {
    return new Settled(ticket, RUN, List.of(publications));
  }

  /** A reply record with this value. */
  public static Publication reply(byte[] value) {
    return new Publication("jobs.replies", null, null, value, Headers.NONE);
  }

  /** A batch of these jobs that moves no commit point. */
  public static Batch batch(Settled... settled) {
    return new Batch(MEMBERSHIP, List.of(settled), List.of());
  }

  public static Delivery delivery(
      Assignment assignment,
      long offset,
      @Nullable String key,
      @Nullable String value,
      Headers headers) {
    return new Delivery(
        assignment,
        offset,
        1_700_000_000_000L,
        key == null ? null : key.getBytes(UTF_8),
        value == null ? null : value.getBytes(UTF_8),
        headers);
  }
}
