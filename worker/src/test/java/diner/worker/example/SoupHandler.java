package diner.worker.example;

import diner.worker.handler.JobContext;
import diner.worker.handler.WaitingHandler;
import io.vertx.core.Future;
import java.time.Duration;

/** Soup, which has to simmer for a while. Waits on the event loop, which must never be blocked. */
public final class SoupHandler implements WaitingHandler<SoupHandler.Order, SoupHandler.Soup> {

  /** The payload, {@code {"bowls": 2}}. What its constructor refuses fails the job. */
  public record Order(int bowls) {
    public Order {
      if (bowls < 1) {
        throw new IllegalArgumentException("bowls must be at least 1, was " + bowls);
      }
    }
  }

  /** The result, as it stands in the reply. */
  public record Soup(String soup) {}

  @Override
  public String kind() {
    return "soup";
  }

  @Override
  public Class<Order> payloadType() {
    return Order.class;
  }

  @Override
  public Future<Soup> handle(Order order, JobContext job) {
    return job.vertx()
        .timer(Duration.ofMillis(50))
        .map(simmered -> new Soup(order.bowls() + " bowls of lentil soup"));
  }
}
