package diner.producer.lag;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * One look at a group and its topics.
 *
 * @param at when it was taken, by this machine's clock
 * @param members live members of the whole group
 * @param oldest of the partitions with unfinished jobs, those whose oldest could be read
 */
public record Look(
    String group,
    Instant at,
    int members,
    List<PartitionLook> partitions,
    Map<TopicPartition, Oldest> oldest) {

  public Look {
    partitions = List.copyOf(partitions);
    oldest = Map.copyOf(oldest);
  }
}
