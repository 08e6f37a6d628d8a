package diner.worker.intake;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says when Kafka goes away and when it is back: poll itself is silent then. Looks once a second at
 * how many connections the consumer has. Owned by intake.
 */
final class BrokerWatch {

  private static final Logger log = LoggerFactory.getLogger(BrokerWatch.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** A connection lost and made anew within this time is nobody's business. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Consumer<byte[], byte[]> consumer;
  private final InstantSource clock;
  private Instant lastConnectedAt;
  private Instant nextLook = Instant.MIN;
  private boolean away;

  BrokerWatch(Consumer<byte[], byte[]> consumer, InstantSource clock) {
    this.consumer = consumer;
    this.clock = clock;
    this.lastConnectedAt = clock.instant();
  }

  void look() {
    var now = clock.instant();
    if (now.isBefore(nextLook)) {
      return;
    }
    nextLook = now.plus(INTERVAL);
    if (isConnected()) {
      lastConnectedAt = now;
    }
    var isAway = now.isAfter(lastConnectedAt.plus(PATIENCE));
    if (isAway && !away) {
      log.warn("Kafka is away: waiting for it, nothing is lost");
    } else if (away && !isAway) {
      log.info("Kafka is back: going on");
    }
    away = isAway;
  }

  boolean isAway() {
    return away;
  }

  /** Without that metric, as with a mock, it counts as connected. */
  private boolean isConnected() {
    for (Metric metric : consumer.metrics().values()) {
      if (metric.metricName().name().equals("connection-count")
          && metric.metricValue() instanceof Double connections) {
        return connections > 0;
      }
    }
    return true;
  }
}
