package diner.producer;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;

/**
 * Looks every second whether the broker is still there, on a thread of its own: Kafka's clients
 * wait in silence for one that went away. Tells its listener of each change, from that thread.
 */
public final class ConnectionWatch implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Told of changes; the broker counts as there when the watch starts. */
  public interface Listener {

    void onAway(KafkaException cause);

    default void onBack() {}
  }

  private final KafkaConnection connection;
  private final Listener listener;
  private final CountDownLatch closing = new CountDownLatch(1);

  private ConnectionWatch(KafkaConnection connection, Listener listener) {
    this.connection = connection;
    this.listener = listener;
  }

  /** Starts watching; the connection stays the caller's, to be closed after the watch. */
  public static ConnectionWatch start(KafkaConnection connection, Listener listener) {
    var watch = new ConnectionWatch(connection, listener);
    Thread.ofPlatform().daemon().name("kafka-watch").start(watch::run);
    return watch;
  }

  private void run() {
    var there = true;
    try {
      while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        there = look(there);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean look(boolean wasThere) {
    try {
      connection.check();
      if (!wasThere && closing.getCount() > 0) {
        listener.onBack();
      }
      return true;
    } catch (KafkaException | IllegalStateException e) {
      // The admin client says IllegalStateException once it was closed under us.
      if (wasThere && closing.getCount() > 0) {
        listener.onAway(e instanceof KafkaException cause ? cause : new KafkaException(e));
      }
      return false;
    }
  }

  @Override
  public void close() {
    closing.countDown();
  }
}
