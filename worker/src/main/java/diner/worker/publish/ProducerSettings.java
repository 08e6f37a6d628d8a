package diner.worker.publish;

import diner.shared.kafka.KafkaSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** How the publisher's clients are set up: what the user may override, and what must hold. */
public final class ProducerSettings {

  /** A dead letter may be 8 MiB, and its headers come on top. */
  private static final int REQUEST_BYTES = 9 * 1024 * 1024;

  private static final int BUFFER_BYTES = 16 * 1024 * 1024;

  /** How long the next owner of a partition waits for what a dead worker left open. */
  private static final int TRANSACTION_MILLIS = 5_000;

  /** Records fail before their transaction does, so that it can be aborted in an orderly way. */
  private static final int REQUEST_MILLIS = 4_000;

  private static final int DELIVERY_MARGIN_MILLIS = 500;

  /** Every wait has a limit, shorter than a transaction's too; the publisher asks again. */
  private static final int BLOCK_MILLIS = 4_000;

  private static final int FACTS_MILLIS = 5_000;

  /** The next transaction finds the last one's markers unwritten now and then: come again soon. */
  private static final int RETRY_MILLIS = 5;

  private static final int LONGEST_RETRY_MILLIS = 200;

  private ProducerSettings() {}

  /** Properties of the producer that publishes without transactions. */
  public static Map<String, Object> atLeastOnce(KafkaSettings kafka) {
    return kafka.over(defaults(), fixed());
  }

  /** Properties of the producer that publishes in transactions. */
  public static Map<String, Object> exactlyOnce(KafkaSettings kafka, TransactionalId id) {
    var defaults = defaults();
    defaults.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS);
    defaults.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS);
    defaults.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, RETRY_MILLIS);
    defaults.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, LONGEST_RETRY_MILLIS);
    defaults.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
    var fixed = fixed();
    fixed.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id.text());
    // The client demands that a delivery takes at least one request and its lingering.
    var asked = new ProducerConfig(kafka.over(defaults, fixed));
    defaults.put(
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
        (int)
            Math.min(
                Integer.MAX_VALUE,
                (long) asked.getInt(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG)
                    + asked.getLong(ProducerConfig.LINGER_MS_CONFIG)
                    + DELIVERY_MARGIN_MILLIS));
    return kafka.over(defaults, fixed);
  }

  /** Properties of the client that asks about topics. */
  public static Map<String, Object> facts(KafkaSettings kafka) {
    return kafka.over(
        Map.of(
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, FACTS_MILLIS,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, FACTS_MILLIS));
  }

  /** What such a producer sends in one request, at most: what it may buffer is a limit, too. */
  public static int maxRequestBytes(Map<String, Object> settings) {
    var producer = new ProducerConfig(settings);
    return (int)
        Math.min(
            producer.getInt(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
            producer.getLong(ProducerConfig.BUFFER_MEMORY_CONFIG));
  }

  /** After which Kafka gives up a transaction of such a producer. */
  public static Duration transactionTimeout(Map<String, Object> settings) {
    return Duration.ofMillis(
        new ProducerConfig(settings).getInt(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG));
  }

  private static Map<String, Object> defaults() {
    var defaults = new HashMap<String, Object>();
    // Batches gather while the one before is under way: waiting for more helps nobody.
    defaults.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    defaults.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 * 1024);
    defaults.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
    defaults.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, REQUEST_BYTES);
    return defaults;
  }

  private static Map<String, Object> fixed() {
    var fixed = new HashMap<String, Object>();
    fixed.put(ProducerConfig.ACKS_CONFIG, "all");
    fixed.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    fixed.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    fixed.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    return fixed;
  }
}
