package diner.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import diner.shared.message.Header;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Sends jobs {@code job-0}, {@code job-1} and so on at an even pace, on a thread of its own, until
 * so many are sent or it is closed. Kafka may be away for a while: the producer tries again.
 */
final class JobFeed implements AutoCloseable {

  private static final Duration ACKNOWLEDGED_LIMIT = Duration.ofMinutes(2);

  private final Diner diner;
  private final IntFunction<Order> orders;
  private final int first;
  private final int jobs;
  private final long perSecond;
  private final long startNanos = System.nanoTime();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
  private volatile int sent;
  private volatile @Nullable Exception refusal;

  private JobFeed(Diner diner, int first, int jobs, long perSecond, IntFunction<Order> orders) {
    this.diner = diner;
    this.first = first;
    this.jobs = jobs;
    this.perSecond = perSecond;
    this.orders = orders;
  }

  /** Sends all at once, and returns when they are acknowledged. */
  static void sendAll(Diner diner, int jobs, IntFunction<Order> orders) throws Exception {
    try (var feed = start(diner, jobs, 50L * jobs, orders)) {
      Awaitility.await("all jobs sent").atMost(ACKNOWLEDGED_LIMIT).until(feed::isOver);
      feed.stop();
    }
  }

  /** Starts to send; the order's number is that of its job. */
  static JobFeed start(Diner diner, int jobs, long perSecond, IntFunction<Order> orders) {
    return start(diner, 0, jobs, perSecond, orders);
  }

  /** The same, from a number on. */
  static JobFeed start(
      Diner diner, int first, int jobs, long perSecond, IntFunction<Order> orders) {
    var feed = new JobFeed(diner, first, jobs, perSecond, orders);
    var _ = feed.pace.scheduleAtFixedRate(feed::sendWhatIsDue, 0, 2, TimeUnit.MILLISECONDS);
    return feed;
  }

  int sent() {
    return sent;
  }

  boolean isOver() {
    return sent == jobs;
  }

  /** Sends no more, waits until all that was sent is acknowledged, and says how many that are. */
  int stop() throws Exception {
    pace.shutdown();
    if (!pace.awaitTermination(ACKNOWLEDGED_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("a send did not return within " + ACKNOWLEDGED_LIMIT);
    }
    Awaitility.await("all jobs acknowledged")
        .atMost(ACKNOWLEDGED_LIMIT)
        .until(() -> {
          if (refusal != null) {
            throw new AssertionError("a job was refused", refusal);
          }
          return acknowledged.get() == sent;
        });
    return sent;
  }

  @Override
  public void close() {
    pace.shutdownNow();
  }

  private void sendWhatIsDue() {
    var due = (System.nanoTime() - startNanos) * perSecond / TimeUnit.SECONDS.toNanos(1);
    while (sent < Math.min(due, jobs)) {
      var index = sent;
      var number = first + index;
      diner.send(
          orders.apply(number).with(Header.of("job-id", ReplyBook.id(number))),
          (_, failure) -> {
            if (failure == null) {
              acknowledged.incrementAndGet();
            } else {
              refusal = failure;
            }
          });
      sent = index + 1;
    }
  }

  /**
   * One job to be sent.
   *
   * @param partition null: by its key
   */
  record Order(
      String topic,
      @Nullable Integer partition,
      @Nullable String key,
      String value,
      List<Header> headers) {

    static Order to(String topic, int partition, String value) {
      return new Order(topic, partition, null, value, List.of());
    }

    static Order keyed(String topic, String key, String value) {
      return new Order(topic, null, key, value, List.of());
    }

    Order with(Header header) {
      var all = new ArrayList<>(headers);
      all.add(header);
      return new Order(topic, partition, key, value, all);
    }

    byte @Nullable [] keyBytes() {
      return key == null ? null : key.getBytes(UTF_8);
    }
  }
}
