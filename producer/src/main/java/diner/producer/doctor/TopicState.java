package diner.producer.doctor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigResource;

/**
 * A topic as Kafka describes it.
 *
 * @param configs settings by name, the broker's defaults included
 */
record TopicState(String name, List<Partition> partitions, Map<String, String> configs) {

  TopicState {
    partitions = List.copyOf(partitions);
    configs = Map.copyOf(configs);
  }

  /** Where a partition is kept. */
  record Partition(int number, boolean hasLeader, int replicas, int inSync) {}

  /** Replicas of the partition that has the fewest. */
  int replication() {
    return partitions.stream().mapToInt(Partition::replicas).min().orElse(0);
  }

  /** A setting that is a number; empty where it is not told. */
  Optional<Long> number(String config) {
    return Optional.ofNullable(configs.get(config))
        .filter(value -> value.matches("-?\\d{1,18}"))
        .map(Long::parseLong);
  }

  /** Reads topics that exist. */
  static List<TopicState> read(Patient patient, Collection<String> names) {
    var described = Patient.await(patient.admin().describeTopics(names).allTopicNames());
    var resources =
        names.stream().map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList();
    var configs = Patient.await(patient.admin().describeConfigs(resources).all());
    var states = new ArrayList<TopicState>();
    configs.forEach((resource, config) -> {
      var values = new HashMap<String, String>();
      config.entries().stream()
          .filter(entry -> entry.value() != null)
          .forEach(entry -> values.put(entry.name(), entry.value()));
      var topic = described.get(resource.name());
      if (topic != null) {
        states.add(
            new TopicState(
                topic.name(),
                topic.partitions().stream()
                    .map(each ->
                        new Partition(
                            each.partition(),
                            each.leader() != null && !each.leader().isEmpty(),
                            each.replicas().size(),
                            each.isr().size()))
                    .toList(),
                values));
      }
    });
    states.sort((one, other) -> one.name().compareTo(other.name()));
    return states;
  }
}
