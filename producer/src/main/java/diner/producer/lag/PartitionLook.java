package diner.producer.lag;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** What Kafka says of one partition and its group at one moment: raw numbers, nothing computed. */
public sealed interface PartitionLook {

  /** In place of a partition's number: a topic of which not even that is known. */
  int WHOLE_TOPIC = -1;

  TopicPartition partition();

  /**
   * A partition that could be looked at. The commit was read before the end, so that the end is
   * never behind it.
   *
   * @param start first offset of the log that is still there
   * @param end offset of the next record
   * @param committed empty where the group never committed
   * @param doneAhead jobs finished beyond the committed offset, of those still in the log
   * @param attempts by offset of open jobs, how often each was tried; one that computes counts
   *     before it begins
   * @param members ids of the live members of the group that work on this partition, or may be
   *     about to
   */
  record Seen(
      TopicPartition partition,
      long start,
      long end,
      OptionalLong committed,
      long doneAhead,
      Map<Long, Integer> attempts,
      Set<String> members)
      implements PartitionLook {

    public Seen {
      attempts = Map.copyOf(attempts);
      members = Set.copyOf(members);
    }

    /** The offset of the first job that is not finished, or the end. */
    long firstUnfinished() {
      return Math.max(committed.orElse(start), start);
    }

    long unfinished() {
      return Math.max(0, end - firstUnfinished() - doneAhead);
    }
  }

  /**
   * A partition that could not be looked at, and why.
   *
   * @param partition its number is {@link #WHOLE_TOPIC} where nothing is known of any
   */
  record Unseen(TopicPartition partition, String why) implements PartitionLook {}
}
