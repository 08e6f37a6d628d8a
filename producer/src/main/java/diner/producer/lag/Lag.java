package diner.producer.lag;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How far a group is behind in one topic, or in one partition of it.
 *
 * @param log where the partition stands; null in the sum of a topic
 * @param work null where nothing could be looked at
 * @param members ids of the live members that work on it
 * @param pace null in a single look
 */
public record Lag(
    Place place,
    @Nullable Log log,
    @Nullable Work work,
    Verdict verdict,
    Set<String> members,
    @Nullable Pace pace) {

  public Lag {
    members = Set.copyOf(members);
  }

  /** What a single look says. */
  Lag(Place place, @Nullable Log log, @Nullable Work work, Verdict verdict, Set<String> members) {
    this(place, log, work, verdict, members, null);
  }

  /** The same, with what it says together with the looks before. */
  Lag with(@Nullable Pace newPace, Verdict newVerdict) {
    return new Lag(place, log, work, newVerdict, members, newPace);
  }

  /**
   * What the numbers are about.
   *
   * @param partition null for the sum of a topic
   */
  public record Place(String group, String topic, @Nullable Integer partition) {

    boolean holds(TopicPartition other) {
      return other.topic().equals(topic)
          && (partition == null || other.partition() == partition.intValue());
    }

    @Override
    public String toString() {
      return partition == null ? topic : topic + "/" + partition;
    }
  }

  /**
   * Offsets of one partition.
   *
   * @param committed null where the group never committed
   */
  public record Log(long start, long end, @Nullable Long committed) {}

  /**
   * What is left to do.
   *
   * @param doneAhead jobs finished beyond the committed offset
   * @param commitLag end − committed, as Kafka's own tools print it; null where nothing was
   *     committed
   * @param oldest null where nothing is unfinished, or no job could be read in time
   */
  public record Work(
      long unfinished, long doneAhead, @Nullable Long commitLag, @Nullable Oldest oldest) {

    /** Age of the oldest unfinished job. */
    public @Nullable Duration age(Instant now) {
      return oldest == null ? null : oldest.age(now);
    }
  }

  /**
   * What that means.
   *
   * @param why in one line for people; empty where all is well
   */
  public record Verdict(Status status, String why) {

    static final Verdict OK = new Verdict(Status.OK, "");
  }
}
