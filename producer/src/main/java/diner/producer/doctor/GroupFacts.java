package diner.producer.doctor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * The group of the workers as Kafka describes it.
 *
 * @param how state, protocol and assignor, for people
 * @param members what each of them works on
 * @param standings where the group stands in each partition of the topics of jobs
 */
record GroupFacts(
    String group,
    boolean isSettled,
    String how,
    List<Set<TopicPartition>> members,
    Map<TopicPartition, Standing> standings) {

  GroupFacts {
    members = List.copyOf(members);
    standings = Map.copyOf(standings);
  }

  /**
   * Where the group stands in a partition.
   *
   * @param committed empty where it never committed
   */
  record Standing(long start, long end, OptionalLong committed) {}

  /** Reads them, commits before ends, so that no end is behind a commit. */
  static GroupFacts read(Patient patient) {
    var commits = commits(patient);
    var names = new TreeSet<>(patient.own());
    names.removeIf(name -> !Patient.isForJobs(patient.topics(), name));
    var partitions =
        Patient.await(patient.admin().describeTopics(names).allTopicNames()).values().stream()
            .flatMap(topic -> Patient.partitions(topic).stream())
            .toList();
    var starts = patient.admin().listOffsets(specs(partitions, OffsetSpec.earliest()));
    var ends = patient.admin().listOffsets(specs(partitions, OffsetSpec.latest()));
    var standings = new HashMap<TopicPartition, Standing>();
    for (var partition : partitions) {
      var commit = commits.get(partition);
      standings.put(
          partition,
          new Standing(
              Patient.await(starts.partitionResult(partition)).offset(),
              Patient.await(ends.partitionResult(partition)).offset(),
              commit == null ? OptionalLong.empty() : OptionalLong.of(commit.offset())));
    }
    return of(patient, standings);
  }

  private static GroupFacts of(Patient patient, Map<TopicPartition, Standing> standings) {
    try {
      var group =
          Patient.await(patient.admin().describeConsumerGroups(List.of(patient.group())).all())
              .values()
              .iterator()
              .next();
      return new GroupFacts(
          patient.group(),
          group.groupState() == GroupState.STABLE || group.members().isEmpty(),
          how(group),
          group.members().stream().map(each -> each.assignment().topicPartitions()).toList(),
          standings);
    } catch (GroupIdNotFoundException noWorkerSoFar) {
      return new GroupFacts(patient.group(), true, "", List.of(), standings);
    }
  }

  private static String how(ConsumerGroupDescription group) {
    return "%s, protocol %s, assignor %s"
        .formatted(group.groupState(), group.type(), group.partitionAssignor());
  }

  private static Map<TopicPartition, OffsetAndMetadata> commits(Patient patient) {
    try {
      return Patient.await(
              patient
                  .admin()
                  .listConsumerGroupOffsets(
                      Map.of(patient.group(), new ListConsumerGroupOffsetsSpec()))
                  .partitionsToOffsetAndMetadata(patient.group()))
          .entrySet()
          .stream()
          .filter(commit -> commit.getValue() != null)
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    } catch (GroupIdNotFoundException noWorkerSoFar) {
      return Map.of();
    }
  }

  private static Map<TopicPartition, OffsetSpec> specs(
      List<TopicPartition> partitions, OffsetSpec spec) {
    return partitions.stream().collect(Collectors.toMap(partition -> partition, _ -> spec));
  }
}
