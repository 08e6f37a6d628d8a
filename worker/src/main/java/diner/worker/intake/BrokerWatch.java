package diner.worker.intake;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says when Kafka goes away and when it is back: poll itself is silent then. Looks once a second at
 * how many connections the consumer has. Owned by intake.
 */
final class BrokerWatch {

  private static final Logger log = LoggerFactory.getLogger(BrokerWatch.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration TIME_TO_CONNECT = Duration.ofSeconds(5);

  private final Consumer<byte[], byte[]> consumer;
  private final InstantSource clock;
  private Instant nextLook;
  private boolean away;

  BrokerWatch(Consumer<byte[], byte[]> consumer, InstantSource clock) {
    this.consumer = consumer;
    this.clock = clock;
    this.nextLook = clock.instant().plus(TIME_TO_CONNECT);
  }

  void look() {
    var now = clock.instant();
    if (now.isBefore(nextLook)) {
      return;
    }
    nextLook = now.plus(INTERVAL);
    var connections = connections();
    if (connections != null && away != (connections == 0)) {
      away = !away;
      if (away) {
        log.warn("Kafka is away: waiting for it, nothing is lost");
      } else {
        log.info("Kafka is back: going on");
      }
    }
  }

  boolean isAway() {
    return away;
  }

  private @Nullable Double connections() {
    for (Metric metric : consumer.metrics().values()) {
      if (metric.metricName().name().equals("connection-count")
          && metric.metricValue() instanceof Double connections) {
        return connections;
      }
    }
    return null;
  }
}
