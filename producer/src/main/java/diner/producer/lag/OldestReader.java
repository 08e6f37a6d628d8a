package diner.producer.lag;

import diner.shared.kafka.KafkaSettings;
import diner.shared.kafka.RecordHeaders;
import diner.shared.message.Headers;
import diner.shared.message.Kinds;
import diner.shared.message.Parsed;
import diner.shared.message.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the oldest unfinished job of each partition from the log, passing by transaction markers
 * and aborted records. Within a limit: what could not be read by then is left out. Owned by the
 * command's thread; connects when it is first needed.
 */
final class OldestReader implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final Duration POLL = Duration.ofMillis(100);

  /** One job a partition is enough; a larger one is fetched all the same. */
  private static final int FETCH_BYTES = 16 * 1024;

  private final KafkaSettings settings;
  private @Nullable KafkaConsumer<byte[], byte[]> consumer;

  OldestReader(KafkaSettings settings) {
    this.settings = settings;
  }

  /**
   * Where to look in a partition.
   *
   * @param from at or behind this offset
   * @param stable up to this one all is decided; what an open transaction holds up is not read
   */
  record Stretch(long from, long stable) {}

  /** The first job of each stretch, of all partitions at once. */
  Map<TopicPartition, Oldest> read(Map<TopicPartition, Stretch> stretches) {
    var readable = new HashMap<>(stretches);
    readable.values().removeIf(stretch -> stretch.from() >= stretch.stable());
    if (readable.isEmpty()) {
      return Map.of();
    }
    var reader = consumer();
    reader.assign(readable.keySet());
    readable.forEach((partition, stretch) -> reader.seek(partition, stretch.from()));
    var found = new HashMap<TopicPartition, Oldest>();
    var missing = new HashSet<>(readable.keySet());
    var end = System.nanoTime() + LIMIT.toNanos();
    while (!missing.isEmpty() && System.nanoTime() < end) {
      var records = reader.poll(POLL);
      for (var partition : records.partitions()) {
        found.putIfAbsent(partition, oldest(records.records(partition).getFirst()));
        missing.remove(partition);
      }
      reader.pause(records.partitions());
      // Nothing but markers and aborted records: there is no job to wait for.
      readable.forEach((partition, stretch) -> {
        if (reader.position(partition) >= stretch.stable()) {
          missing.remove(partition);
        }
      });
    }
    reader.unsubscribe();
    return found;
  }

  private static Oldest oldest(ConsumerRecord<byte[], byte[]> job) {
    var turn = new Turn(job.topic(), job.partition(), job.offset());
    var headers = RecordHeaders.of(job.headers());
    return new Oldest(
        turn,
        headers.text(Headers.JOB_ID).orElseGet(turn::toString),
        headers.text(Headers.JOB_KIND).orElseGet(() -> Kinds.ofTopic(job.topic())),
        Instant.ofEpochMilli(job.timestamp()),
        Parsed.instant(headers, Headers.NOT_BEFORE).found().orElse(null));
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    if (consumer == null) {
      consumer =
          new KafkaConsumer<>(
              settings.over(
                  Map.of(ConsumerConfig.CLIENT_ID_CONFIG, "producer-lag"),
                  Map.of(
                      ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                      false,
                      ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                      false,
                      ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                      "earliest",
                      ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                      "read_committed",
                      ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                      FETCH_BYTES,
                      ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                      (int) POLL.toMillis())),
              new ByteArrayDeserializer(),
              new ByteArrayDeserializer());
    }
    return consumer;
  }

  @Override
  public void close() {
    if (consumer != null) {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
  }
}
