package diner.producer.compare;

import diner.producer.KafkaConnection;
import diner.shared.kafka.TopicCreation;
import diner.shared.kafka.Topics;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What a comparison has on Kafka: topics with a prefix of its own, and a group of the same name.
 * Owned by the command's thread.
 */
final class Grounds {

  private final Admin admin;
  private final Topics topics;

  Grounds(Admin admin, Topics topics) {
    this.admin = admin;
    this.topics = topics;
  }

  Topics topics() {
    return topics;
  }

  /** The workers' group. */
  String group() {
    return topics.prefix();
  }

  void create() {
    TopicCreation.createMissing(
        admin, topics.specifications(Comparison.KINDS), KafkaConnection.LIMIT);
  }

  /** Whether nobody is in the group: one who was killed is a member until his session ends. */
  boolean isLeft() {
    return description().map(group -> group.members().isEmpty()).orElse(true);
  }

  /** Whether so many workers share all partitions, and each has some of every topic. */
  boolean isSharedBy(int workers) {
    return description().filter(group -> isShared(group, workers)).isPresent();
  }

  private boolean isShared(ConsumerGroupDescription group, int workers) {
    var taken = new HashSet<TopicPartition>();
    group.members().forEach(member -> taken.addAll(member.assignment().topicPartitions()));
    return group.groupState() == GroupState.STABLE
        && group.members().size() == workers
        && group.members().stream().allMatch(this::hasSomeOfEach)
        && taken.size() == partitions();
  }

  private boolean hasSomeOfEach(MemberDescription member) {
    return Comparison.KINDS.stream()
        .map(topics::jobs)
        .allMatch(topic ->
            member.assignment().topicPartitions().stream()
                .anyMatch(partition -> partition.topic().equals(topic)));
  }

  private int partitions() {
    var jobTopics = Comparison.KINDS.stream().map(topics::jobs).toList();
    return topics.specifications(Comparison.KINDS).stream()
        .filter(topic -> jobTopics.contains(topic.name()))
        .mapToInt(NewTopic::numPartitions)
        .sum();
  }

  private Optional<ConsumerGroupDescription> description() {
    try {
      var groups = admin.describeConsumerGroups(List.of(group())).describedGroups();
      return Optional.ofNullable(groups.get(group()))
          .map(group -> TopicCreation.await(group, KafkaConnection.LIMIT));
    } catch (GroupIdNotFoundException nobodyYet) {
      return Optional.empty();
    }
  }

  /**
   * Deletes all of it; what is not there is no matter.
   *
   * @throws KafkaException where something could not be deleted
   */
  void delete() {
    var names = topics.specifications(Comparison.KINDS).stream().map(NewTopic::name).toList();
    for (var deletion : admin.deleteTopics(names).topicNameValues().values()) {
      try {
        TopicCreation.await(deletion, KafkaConnection.LIMIT);
      } catch (UnknownTopicOrPartitionException e) {
        // It was never made.
      }
    }
    deleteGroup();
  }

  /** A worker that was killed is a member for seconds still, and a group with members stays. */
  private void deleteGroup() {
    try {
      if (description().filter(group -> !group.members().isEmpty()).isPresent()) {
        removeMembers();
      }
      TopicCreation.await(
          admin.deleteConsumerGroups(List.of(group())).all(), KafkaConnection.LIMIT);
    } catch (GroupIdNotFoundException e) {
      // No worker came as far as joining.
    }
  }

  private void removeMembers() {
    try {
      var all = new RemoveMembersFromConsumerGroupOptions();
      TopicCreation.await(
          admin.removeMembersFromConsumerGroup(group(), all).all(), KafkaConnection.LIMIT);
    } catch (KafkaException e) {
      // It has left by itself; else the deletion of the group says what is wrong.
    }
  }
}
