package diner.producer.doctor;

import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;

import diner.shared.kafka.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Whether the topics are there, and set so that no job is lost in them. */
record TopicsCheck(Patient patient) implements Check {

  /** So long may a job wait for its {@code not-before}, by the workers' default. */
  private static final Duration SHORTEST_RETENTION = Duration.ofHours(24);

  /** A value of 1 MiB, which is the default limit, in a record without further headers. */
  private static final long LARGEST_RECORD = 1_048_588;

  /** From so many brokers on, one replica is a choice to be asked about. */
  private static final int BROKERS_FOR_REPLICAS = 3;

  @Override
  public String name() {
    return "topics";
  }

  @Override
  public Diagnosis examine() {
    var brokers = Patient.await(patient.admin().describeCluster().nodes()).size();
    return judge(patient.topics(), TopicState.read(patient, patient.own()), brokers);
  }

  static Diagnosis judge(Topics topics, List<TopicState> found, int brokers) {
    var findings = new ArrayList<Finding>();
    missing(topics, found, findings);
    for (var topic : found) {
      var isForJobs = Patient.isForJobs(topics, topic.name());
      cleanup(topic, isForJobs, findings);
      sizes(topic, topic.name().equals(topics.deadLetters()), findings);
      replicas(topic, brokers, findings);
    }
    return Diagnosis.of(
        findings,
        found.stream()
            .map(topic -> "%s (%d partitions)".formatted(topic.name(), topic.partitions().size()))
            .toList()
            .toString()
            .replaceAll("[\\[\\]]", ""));
  }

  private static void missing(Topics topics, List<TopicState> found, List<Finding> findings) {
    var names = found.stream().map(TopicState::name).toList();
    var absent = new ArrayList<>(List.of(topics.replies(), topics.deadLetters()));
    absent.removeAll(names);
    if (names.size() + absent.size() == 2) {
      absent.addFirst("topics of jobs");
    }
    if (!absent.isEmpty()) {
      findings.add(
          new Finding(
              "missing: " + String.join(", ", absent),
              "'producer topics create' makes them, as a worker does when it starts; is"
                  + " --topic-prefix right?"));
    }
  }

  private static void cleanup(TopicState topic, boolean isForJobs, List<Finding> findings) {
    if (topic.configs().getOrDefault(CLEANUP_POLICY_CONFIG, "").contains("compact")) {
      findings.add(
          new Finding(
              "%s is compacted: of the records with one key Kafka keeps the last alone"
                  .formatted(topic.name()),
              set(topic, "cleanup.policy=delete")));
    }
    if (!isForJobs) {
      return;
    }
    topic
        .number(RETENTION_MS_CONFIG)
        .filter(millis -> millis >= 0 && millis < SHORTEST_RETENTION.toMillis())
        .ifPresent(millis ->
            findings.add(
                new Finding(
                    "%s keeps jobs for %d s alone: what waits longer, for a worker or for its"
                            .formatted(topic.name(), millis / 1000)
                        + " not-before, is deleted unanswered",
                    set(topic, "retention.ms=604800000"))));
    topic
        .number(RETENTION_BYTES_CONFIG)
        .filter(bytes -> bytes >= 0)
        .ifPresent(bytes ->
            findings.add(
                new Finding(
                    "%s keeps %,d bytes a partition alone: a rush of jobs deletes jobs unanswered"
                        .formatted(topic.name(), bytes),
                    set(topic, "retention.bytes=-1"))));
  }

  private static void sizes(TopicState topic, boolean isForLetters, List<Finding> findings) {
    var least = isForLetters ? Topics.DEAD_LETTER_MAX_BYTES : LARGEST_RECORD;
    topic
        .number(MAX_MESSAGE_BYTES_CONFIG)
        .filter(bytes -> bytes < least)
        .ifPresent(bytes ->
            findings.add(
                new Finding(
                    "%s takes records of %,d bytes alone, less than the %,d that %s"
                        .formatted(
                            topic.name(),
                            bytes,
                            least,
                            isForLetters
                                ? "dead letters need to keep what they are about whole"
                                : "--value-limit and --reply-limit allow"),
                    set(topic, "max.message.bytes=" + least))));
  }

  private static void replicas(TopicState topic, int brokers, List<Finding> findings) {
    var replication = topic.replication();
    topic
        .number(MIN_IN_SYNC_REPLICAS_CONFIG)
        .filter(least -> least > replication)
        .ifPresent(least ->
            findings.add(
                new Finding(
                    "%s has %d replicas and min.insync.replicas=%d: nothing can be written to it"
                        .formatted(topic.name(), replication, least),
                    set(topic, "min.insync.replicas=" + replication) + ", or add replicas")));
    if (replication == 1 && brokers >= BROKERS_FOR_REPLICAS) {
      findings.add(
          new Finding(
              "%s has one replica on %d brokers: what it holds is lost with one disk"
                  .formatted(topic.name(), brokers),
              "add replicas with kafka-reassign-partitions.sh; new topics get the brokers'"
                  + " default.replication.factor"));
    }
  }

  private static String set(TopicState topic, String setting) {
    return "kafka-configs.sh --alter --topic %s --add-config %s".formatted(topic.name(), setting);
  }
}
