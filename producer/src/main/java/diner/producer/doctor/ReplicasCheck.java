package diner.producer.doctor;

import static org.apache.kafka.common.config.TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG;

import diner.producer.doctor.TopicState.Partition;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Whether all partitions have a leader and their replicas, those of Kafka's own topics too. */
record ReplicasCheck(Patient patient) implements Check {

  /** Commits are kept in the one, transactions in the other. */
  private static final List<String> INTERNAL = List.of("__consumer_offsets", "__transaction_state");

  @Override
  public String name() {
    return "replicas";
  }

  @Override
  public Diagnosis examine() {
    var existing = patient.existing();
    var names = new TreeSet<>(existing);
    names.removeIf(name -> !patient.topics().owns(name));
    INTERNAL.stream().filter(existing::contains).forEach(names::add);
    return judge(TopicState.read(patient, names));
  }

  static Diagnosis judge(List<TopicState> topics) {
    var findings = new ArrayList<Finding>();
    for (var topic : topics) {
      var least = topic.number(MIN_IN_SYNC_REPLICAS_CONFIG).orElse(1L);
      add(
          findings,
          topic,
          partition -> !partition.hasLeader(),
          "no leader: nothing can be read from or written to",
          "start the brokers that hold them");
      add(
          findings,
          topic,
          partition -> partition.hasLeader() && partition.inSync() < least,
          "fewer replicas in sync than min.insync.replicas=%d: nothing can be written to"
              .formatted(least),
          "start the brokers that hold the others, and look at their logs");
      add(
          findings,
          topic,
          partition ->
              partition.hasLeader()
                  && partition.inSync() >= least
                  && partition.inSync() < partition.replicas(),
          "replicas that lag behind or are away; one more failure is dangerous for",
          "look for a broker that is down, slow, or out of disk space");
    }
    var partitions = topics.stream().mapToInt(topic -> topic.partitions().size()).sum();
    return Diagnosis.of(
        findings, "all %d partitions have a leader and all replicas".formatted(partitions));
  }

  private static void add(
      List<Finding> findings,
      TopicState topic,
      Predicate<Partition> isConcerned,
      String what,
      String remedy) {
    var numbers =
        topic.partitions().stream().filter(isConcerned).map(Partition::number).sorted().toList();
    if (!numbers.isEmpty()) {
      findings.add(
          new Finding(
              "%s, %d of %d partitions: %s %s"
                  .formatted(
                      topic.name(), numbers.size(), topic.partitions().size(), what, numbers),
              remedy));
    }
  }
}
