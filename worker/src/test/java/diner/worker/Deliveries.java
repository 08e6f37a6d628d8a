package diner.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import diner.shared.message.Headers;
import diner.worker.flow.Assignment;
import diner.worker.flow.Delivery;
import diner.worker.flow.Ticket;
import org.jspecify.annotations.Nullable;

/** Makes deliveries and tickets for tests. */
public final class Deliveries {

  public static final Assignment ASSIGNMENT = new Assignment("jobs.burgers", 0, 1);

  private Deliveries() {}

  public static Ticket ticket(long offset) {
    return ticket(ASSIGNMENT, offset, null);
  }

  public static Ticket ticket(Assignment assignment, long offset, @Nullable String key) {
    return Ticket.first(delivery(assignment, offset, key, "{\"number\":1}", Headers.NONE));
  }

  public static Ticket ticket(String value, Headers headers) {
    return Ticket.first(delivery(ASSIGNMENT, 7, null, value, headers));
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
