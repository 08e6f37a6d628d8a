package diner.producer;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

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

  private static final Listener NOBODY = _ -> {};

  private final KafkaConnection connection;
  private final Listener listener;
  private final CountDownLatch closing = new CountDownLatch(1);

  private volatile @Nullable KafkaException away;

  private ConnectionWatch(KafkaConnection connection, Listener listener) {
    this.connection = connection;
    this.listener = listener;
  }

  /** Starts watching for {@link #throwIfAway}. */
  public static ConnectionWatch start(KafkaConnection connection) {
    return start(connection, NOBODY);
  }

  /** Starts watching; the connection stays the caller's, to be closed after the watch. */
  public static ConnectionWatch start(KafkaConnection connection, Listener listener) {
    var watch = new ConnectionWatch(connection, listener);
    Thread.ofPlatform().daemon().name("kafka-watch").start(watch::run);
    return watch;
  }

  /** Throws where the last look found no broker. */
  public void throwIfAway() {
    var cause = away;
    if (cause != null) {
      throw cause;
    }
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
      away = null;
      if (!wasThere && closing.getCount() > 0) {
        listener.onBack();
      }
      return true;
    } catch (KafkaException | IllegalStateException e) {
      // The admin client says IllegalStateException once it was closed under us.
      var cause = e instanceof KafkaException kafka ? kafka : new KafkaException(e);
      if (wasThere && closing.getCount() > 0) {
        away = cause;
        listener.onAway(cause);
      }
      return false;
    }
  }

  @Override
  public void close() {
    closing.countDown();
  }
}
