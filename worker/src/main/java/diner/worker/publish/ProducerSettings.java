package diner.worker.publish;

import diner.shared.kafka.KafkaSettings;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** How the publisher's producer is set up: what the user may override, and what must hold. */
public final class ProducerSettings {

  /** A dead letter may be 8 MiB, and its headers come on top. */
  private static final int REQUEST_BYTES = 9 * 1024 * 1024;

  private static final int BUFFER_BYTES = 16 * 1024 * 1024;

  private ProducerSettings() {}

  public static Map<String, Object> atLeastOnce(KafkaSettings kafka) {
    return kafka.over(
        Map.of(
            // Batches gather while the one before is under way: waiting for more helps nobody.
            ProducerConfig.LINGER_MS_CONFIG,
            0,
            ProducerConfig.BATCH_SIZE_CONFIG,
            64 * 1024,
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            BUFFER_BYTES,
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
            REQUEST_BYTES),
        Map.of(
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            true,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ByteArraySerializer.class,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            ByteArraySerializer.class));
  }
}
