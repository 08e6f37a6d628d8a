package diner.producer.dead;

import diner.producer.ConnectionWatch;
import diner.shared.kafka.KafkaSettings;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads what is committed of the topic of dead letters, from its beginning to given ends, as often
 * as asked; keeps nothing of it. In no group. Owned by one thread.
 */
final class LetterReader implements AutoCloseable {

  /** Is shown the records, in order within a partition. */
  interface Visitor {

    /** Takes a record; false where none more is wanted. */
    boolean onRecord(ConsumerRecord<byte[], byte[]> record);
  }

  /** How a reading ended. */
  enum End {
    /** All was read. */
    COMPLETE,
    /** The visitor wanted no more. */
    ENOUGH,
    /** A transaction is open in the topic, and what lies behind its first record can't be read. */
    HELD_UP
  }

  private static final Duration POLL = Duration.ofMillis(200);
  private static final int FETCH_BYTES = 8 * 1024 * 1024;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final ConnectionWatch watch;

  /**
   * @param watch ends a reading where the broker went away; stays the caller's
   */
  LetterReader(KafkaSettings settings, ConnectionWatch watch) {
    this.watch = watch;
    this.consumer =
        new KafkaConsumer<>(
            settings.over(
                Map.of(
                    ConsumerConfig.CLIENT_ID_CONFIG,
                    "producer-dead",
                    ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                    8_000,
                    ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                    FETCH_BYTES,
                    ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                    FETCH_BYTES,
                    ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG,
                    false),
                Map.of(
                    ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                    "read_committed",
                    ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                    false,
                    ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                    false,
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    "earliest")),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  /**
   * Reads all from the beginning on.
   *
   * @param ends the first offset of each partition that is not wanted
   * @param patience how long to wait where nothing moves on
   */
  End read(Map<TopicPartition, Long> ends, Duration patience, Visitor visitor) {
    consumer.assign(ends.keySet());
    consumer.seekToBeginning(ends.keySet());
    consumer.resume(ends.keySet());
    var unread = new HashSet<>(ends.keySet());
    var sum = -1L;
    var movedAt = System.nanoTime();
    while (true) {
      passReadOnes(unread, ends);
      if (unread.isEmpty()) {
        return End.COMPLETE;
      }
      var positions = unread.stream().mapToLong(consumer::position).sum() + unread.size();
      if (positions != sum) {
        sum = positions;
        movedAt = System.nanoTime();
      } else if (System.nanoTime() - movedAt > patience.toNanos()) {
        return End.HELD_UP;
      }
      watch.throwIfAway();
      if (!visit(ends, visitor)) {
        return End.ENOUGH;
      }
    }
  }

  private void passReadOnes(Set<TopicPartition> unread, Map<TopicPartition, Long> ends) {
    ends.forEach((partition, end) -> {
      if (unread.contains(partition) && consumer.position(partition) >= end) {
        unread.remove(partition);
        consumer.pause(Set.of(partition));
      }
    });
  }

  private boolean visit(Map<TopicPartition, Long> ends, Visitor visitor) {
    for (var record : consumer.poll(POLL)) {
      var end = ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
      if (record.offset() < end && !visitor.onRecord(record)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ZERO));
  }
}
