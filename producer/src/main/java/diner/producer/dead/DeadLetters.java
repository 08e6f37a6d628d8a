package diner.producer.dead;

import diner.producer.KafkaConnection;
import diner.producer.terminal.Progress;
import diner.shared.kafka.TopicCreation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The dead letters that there are at one moment, and which of them were redriven. Since a marker
 * lies behind its letter, the topic is read once for the markers, and once more for the letters: in
 * memory there is a bit for each redriven one, and no letter. Owned by one thread.
 */
final class DeadLetters {

  /** Is shown the letters, in order within a partition. */
  interface Visitor {

    /** Takes a letter; false where none more is wanted. */
    boolean onLetter(Letter letter, boolean isRedriven);
  }

  private final LetterReader reader;
  private final Progress progress;
  private final Map<TopicPartition, Long> ends;
  private final RedrivenOffsets redriven = new RedrivenOffsets();
  private long records;

  private DeadLetters(LetterReader reader, Progress progress, Map<TopicPartition, Long> ends) {
    this.reader = reader;
    this.progress = progress;
    this.ends = ends;
  }

  /**
   * Takes the ends of the topic; none where it does not exist. They are those of what was written,
   * not of what may be read yet: markers may be hidden behind somebody's open transaction, and
   * their letters must not count as open once it has ended.
   */
  static DeadLetters at(Admin admin, String topic, LetterReader reader, Progress progress) {
    var latest = new HashMap<TopicPartition, OffsetSpec>();
    try {
      TopicCreation.await(
              admin.describeTopics(List.of(topic)).allTopicNames(), KafkaConnection.LIMIT)
          .forEach((name, description) ->
              description
                  .partitions()
                  .forEach(each ->
                      latest.put(new TopicPartition(name, each.partition()), OffsetSpec.latest())));
    } catch (UnknownTopicOrPartitionException nothingFailedSoFar) {
      return new DeadLetters(reader, progress, Map.of());
    }
    var ends = new HashMap<TopicPartition, Long>();
    TopicCreation.await(admin.listOffsets(latest).all(), KafkaConnection.LIMIT)
        .forEach((partition, end) -> ends.put(partition, end.offset()));
    return new DeadLetters(reader, progress, Map.copyOf(ends));
  }

  /** Whether the topic is there. */
  boolean exists() {
    return !ends.isEmpty();
  }

  /** Reads the markers, before anything else. */
  LetterReader.End readMarkers(Duration patience) {
    return reader.read(
        ends,
        patience,
        record -> {
          if (LetterRecords.isMarker(record)) {
            LetterRecords.redriven(record)
                .ifPresent(offset -> redriven.add(record.partition(), offset));
          }
          records++;
          progress.show("reading", records, 0, "");
          return true;
        });
  }

  /** Shows all letters to a visitor. */
  LetterReader.End forEach(Duration patience, Visitor visitor) {
    return reader.read(
        ends,
        patience,
        record ->
            LetterRecords.isMarker(record)
                || visitor.onLetter(
                    LetterRecords.letter(record),
                    redriven.contains(record.partition(), record.offset())));
  }
}
