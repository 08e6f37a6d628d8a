package diner.producer.dead;

import diner.shared.kafka.KafkaSettings;
import diner.shared.kafka.Topics;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes the producer of a redrive. Its transactional id is the prefix's: whoever has it, has the
 * dead letters of that prefix to himself.
 */
final class RedriveProducer {

  /**
   * After this long Kafka gives a transaction up. Until then one that was killed holds up whoever
   * reads its topics; running the command again ends it at once.
   */
  static final Duration TRANSACTION_LIMIT = Duration.ofSeconds(10);

  /** A letter may have 8 MiB, and its headers come on top. */
  private static final int REQUEST_BYTES = 9 * 1024 * 1024;

  private RedriveProducer() {}

  static String transactionalId(Topics topics) {
    return topics.prefix() + "-redrive";
  }

  static Producer<byte[], byte[]> open(KafkaSettings settings, Topics topics) {
    Map<String, Object> defaults =
        Map.ofEntries(
            Map.entry(ProducerConfig.CLIENT_ID_CONFIG, "producer-redrive"),
            Map.entry(ProducerConfig.LINGER_MS_CONFIG, 0),
            Map.entry(ProducerConfig.BATCH_SIZE_CONFIG, 64 * 1024),
            Map.entry(ProducerConfig.BUFFER_MEMORY_CONFIG, 2 * REQUEST_BYTES),
            Map.entry(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, REQUEST_BYTES),
            Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000),
            Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000),
            // Records fail before their transaction does, so that it can be aborted in order.
            Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 8_000),
            Map.entry(
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TRANSACTION_LIMIT.toMillis()),
            // The next transaction now and then finds the last one's markers unwritten.
            Map.entry(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 5),
            Map.entry(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 200),
            Map.entry(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false));
    Map<String, Object> fixed =
        Map.of(
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            transactionalId(topics),
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            true);
    return new KafkaProducer<>(
        settings.over(defaults, fixed), new ByteArraySerializer(), new ByteArraySerializer());
  }
}
