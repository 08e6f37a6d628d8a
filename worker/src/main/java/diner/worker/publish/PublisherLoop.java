package diner.worker.publish;

import diner.worker.flow.Batch;
import diner.worker.flow.BatchEnd;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes one batch after another; runs on the thread {@code publisher}. Intake hands over the
 * next batch only when it was told the end of the one before, so a place for one is enough.
 */
public final class PublisherLoop {

  private sealed interface Order {
    record Publish(Batch batch) implements Order {}

    record Stop() implements Order {}
  }

  private final ArrayBlockingQueue<Order> orders = new ArrayBlockingQueue<>(2);
  private final Publisher publisher;
  private final Consumer<BatchEnd> onEnd;

  /**
   * @param onEnd told how each batch ended, on this thread
   */
  public PublisherLoop(Publisher publisher, Consumer<BatchEnd> onEnd) {
    this.publisher = publisher;
    this.onEnd = onEnd;
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
        onEnd.accept(publisher.publish(batch));
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
