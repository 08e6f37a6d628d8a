package diner.producer.replies;

import diner.shared.kafka.KafkaSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A consumer of all partitions of the reply topic, in no group, that sees only what was committed.
 * Owned by the thread {@code replies}; only {@link #wakeUp} is for others.
 */
final class ReplyConsumer implements AutoCloseable {

  private static final Duration PARTITIONS_CHECKED_EVERY = Duration.ofSeconds(30);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

  private static final Map<String, Object> DEFAULTS =
      Map.of(
          ConsumerConfig.CLIENT_ID_CONFIG,
          "producer-replies",
          ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
          8_000,
          ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
          8 * 1024 * 1024,
          ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
          2_000);

  private static final Map<String, Object> FIXED =
      Map.of(
          ConsumerConfig.ISOLATION_LEVEL_CONFIG,
          "read_committed",
          ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
          false,
          ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
          "earliest",
          ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
          false,
          ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
          ByteArrayDeserializer.class,
          ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
          ByteArrayDeserializer.class);

  private final ReplyQuery query;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private Map<TopicPartition, Long> endsAtStart = Map.of();
  private Instant nextPartitionCheck = Instant.MAX;

  ReplyConsumer(KafkaSettings settings, ReplyQuery query) {
    this.query = query;
    this.consumer = new KafkaConsumer<>(settings.over(DEFAULTS, FIXED));
  }

  /** Assigns all partitions and fixes where each is read from. */
  void takePositions() {
    var partitions = partitions();
    if (partitions.isEmpty()) {
      throw new UnknownTopicOrPartitionException(query.topic());
    }
    consumer.assign(partitions);
    endsAtStart = Map.copyOf(consumer.endOffsets(partitions));
    switch (query.from()) {
      case StartingPoint.End() -> endsAtStart.forEach(consumer::seek);
      case StartingPoint.Beginning() -> consumer.seekToBeginning(partitions);
      case StartingPoint.Since(var time) -> seekTo(time, partitions);
    }
    partitions.forEach(consumer::position); // now, not at the first poll
    nextPartitionCheck = Instant.now().plus(PARTITIONS_CHECKED_EVERY);
  }

  private void seekTo(Instant time, Collection<TopicPartition> partitions) {
    var wanted = new HashMap<TopicPartition, Long>();
    partitions.forEach(partition -> wanted.put(partition, Math.max(0, time.toEpochMilli())));
    consumer
        .offsetsForTimes(wanted)
        .forEach((partition, found) ->
            consumer.seek(
                partition,
                found == null ? endsAtStart.getOrDefault(partition, 0L) : found.offset()));
  }

  /** The next records; none where somebody woke the thread up. */
  ConsumerRecords<byte[], byte[]> poll(Duration limit) {
    try {
      if (Instant.now().isAfter(nextPartitionCheck)) {
        followNewPartitions();
      }
      return consumer.poll(limit);
    } catch (WakeupException e) {
      return ConsumerRecords.empty();
    }
  }

  /** Whether everything that was there at the start was polled. */
  boolean isCaughtUp() {
    while (true) {
      try {
        return endsAtStart.entrySet().stream()
            .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
      } catch (WakeupException e) {
        // Somebody wanted the thread's attention, which it has; the positions are local.
      }
    }
  }

  /** Somebody may add partitions to the topic; theirs are read from their first record. */
  private void followNewPartitions() {
    nextPartitionCheck = Instant.now().plus(PARTITIONS_CHECKED_EVERY);
    Set<TopicPartition> added;
    try {
      added = new HashSet<>(partitions());
    } catch (org.apache.kafka.common.errors.TimeoutException e) {
      return; // the broker is away: next time
    }
    var all = new HashSet<>(consumer.assignment());
    added.removeAll(all);
    if (!added.isEmpty()) {
      all.addAll(added);
      consumer.assign(all);
      consumer.seekToBeginning(added);
    }
  }

  private List<TopicPartition> partitions() {
    return consumer.partitionsFor(query.topic()).stream()
        .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
        .toList();
  }

  /** Ends a poll that is under way; for any thread. */
  void wakeUp() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(CLOSE_LIMIT));
  }
}
