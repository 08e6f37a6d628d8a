package diner.worker.example;

import diner.worker.handler.HandlerSetup;
import diner.worker.handler.JobContext;
import diner.worker.handler.WaitingHandler;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A kind of one's own, as the README shows it: soup, which has to simmer for a while. */
public final class SoupHandler implements WaitingHandler<SoupHandler.Order, SoupHandler.Soup> {

  /** The payload: {@code {"bowls": 2}}. What its constructor refuses fails the job. */
  public record Order(int bowls) {
    public Order {
      if (bowls < 1) {
        throw new IllegalArgumentException("bowls must be at least 1, was " + bowls);
      }
    }
  }

  /** The result, as it stands in the reply. */
  public record Soup(String soup) {}

  private @Nullable Vertx vertx;

  @Override
  public String kind() {
    return "soup";
  }

  @Override
  public Class<Order> payloadType() {
    return Order.class;
  }

  @Override
  public void open(HandlerSetup setup) {
    vertx = setup.vertx();
  }

  @Override
  public Future<Soup> handle(Order order, JobContext job) {
    if (vertx == null) {
      throw new IllegalStateException("not open");
    }
    return vertx
        .timer(Duration.ofMillis(50))
        .map(simmered -> new Soup(order.bowls() + " bowls of lentil soup"));
  }
}
