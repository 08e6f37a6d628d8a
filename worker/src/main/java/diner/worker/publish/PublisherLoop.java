package diner.worker.publish;

import diner.worker.flow.Batch;
import diner.worker.flow.BatchEnd;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Publishes one batch after another; runs on the thread {@code publisher}. Intake hands over the
 * next batch only when it was told the end of the one before, so a place for one is enough.
 */
public final class PublisherLoop {

  /** Is told how each batch ended and how long that took, on this loop's thread. */
  public interface Ends {
    void ended(BatchEnd end, Duration took);
  }

  private sealed interface Order {
    record Publish(Batch batch) implements Order {}

    record Stop() implements Order {}
  }

  private final ArrayBlockingQueue<Order> orders = new ArrayBlockingQueue<>(2);
  private final Publisher publisher;
  private final Ends ends;

  public PublisherLoop(Publisher publisher, Ends ends) {
    this.publisher = publisher;
    this.ends = ends;
  }

  /** Takes the next batch; never waits. Called by intake. */
  public void publish(Batch batch) {
    orders.add(new Order.Publish(batch));
  }

  /** Ends the loop after the batch at hand. Any thread, once. */
  public void stop() {
    orders.add(new Order.Stop());
  }

  /** Opens the publisher, publishes until it is stopped, and closes it then. */
  public void run() throws InterruptedException {
    try (publisher) {
      publisher.open();
      @Nullable Batch batch = next();
      while (batch != null) {
        var begun = System.nanoTime();
        var end = publisher.publish(batch);
        ends.ended(end, Duration.ofNanos(System.nanoTime() - begun));
        batch = next();
      }
    }
  }

  private @Nullable Batch next() throws InterruptedException {
    return switch (orders.take()) {
      case Order.Publish(var batch) -> batch;
      case Order.Stop() -> null;
    };
  }
}
