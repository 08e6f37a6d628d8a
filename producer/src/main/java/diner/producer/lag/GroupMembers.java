package diner.producer.lag;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;

/**
 * The live members of a group and what they work on.
 *
 * @param isSettled whether the assignment can be relied on; while the group shares its partitions
 *     out anew, any member may be about to get any
 */
record GroupMembers(Collection<MemberDescription> all, boolean isSettled) {

  static final GroupMembers NONE = new GroupMembers(Set.of(), true);

  static GroupMembers of(ConsumerGroupDescription group) {
    return new GroupMembers(group.members(), group.groupState() == GroupState.STABLE);
  }

  int count() {
    return all.size();
  }

  /** Topics that members work on. */
  Set<String> topics() {
    return all.stream()
        .flatMap(member -> member.assignment().topicPartitions().stream())
        .map(TopicPartition::topic)
        .collect(Collectors.toSet());
  }

  /** Ids of the members that work on a partition, or may be about to. */
  Set<String> on(TopicPartition partition) {
    return all.stream()
        .filter(member -> !isSettled || member.assignment().topicPartitions().contains(partition))
        .map(MemberDescription::consumerId)
        .collect(Collectors.toSet());
  }
}
