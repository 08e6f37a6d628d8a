package diner.producer.lag;

import diner.shared.kafka.KafkaSettings;
import diner.shared.kafka.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * Looks at the lag again and again on a thread of its own, {@code lag}, which owns the reader.
 * Whatever goes wrong is told, and the next look is taken all the same.
 */
public final class LagFeed implements AutoCloseable {

  /** Told of looks, on the feed's thread. */
  public interface Listener {

    void onLook(Look look);

    /** No look could be taken; the next one is tried. */
    void onFailure(RuntimeException cause);
  }

  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  private final LagReader reader;
  private final List<Listener> listeners;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  private LagFeed(LagReader reader, List<? extends Listener> listeners) {
    this.reader = reader;
    this.listeners = List.copyOf(listeners);
    this.thread = Thread.ofPlatform().daemon().name("lag").unstarted(this::run);
  }

  /**
   * Begins to look.
   *
   * @param admin stays the caller's, to be closed after the feed
   * @param group of the workers
   */
  public static LagFeed start(
      Admin admin,
      KafkaSettings settings,
      Topics topics,
      String group,
      List<? extends Listener> listeners) {
    var feed = new LagFeed(new LagReader(admin, settings, topics, group), listeners);
    feed.thread.start();
    return feed;
  }

  private void run() {
    try (reader) {
      do {
        look();
      } while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() throws InterruptedException {
    try {
      var look = reader.look();
      listeners.forEach(listener -> listener.onLook(look));
    } catch (KafkaException | IllegalStateException e) {
      // The clients say IllegalStateException once they were closed under us.
      if (closing.getCount() > 0) {
        listeners.forEach(listener -> listener.onFailure(e));
      }
    }
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      var _ = thread.join(CLOSE_LIMIT); // a daemon: ends with the process at the latest
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
