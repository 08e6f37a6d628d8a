package diner.producer.doctor;

import diner.shared.kafka.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/**
 * Whether the clocks agree, without writing anything. Kafka has no request for the time, but the
 * leader of the metadata quorum, a controller, describes itself as caught up at this very moment.
 * Records dated in the future tell of clocks of producers and workers that are ahead; those that
 * are behind can't be told from jobs that are old.
 */
record ClockCheck(Patient patient) implements Check {

  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  @Override
  public String name() {
    return "clock";
  }

  @Override
  public Diagnosis examine() {
    return judge(
        new Facts(controllerAhead().orElse(null), newest(), Instant.now()), patient.topics());
  }

  /**
   * What can be known.
   *
   * @param controllerAhead of this machine, behind where negative; null where it is not told
   * @param newest the latest timestamp of each topic's records
   */
  record Facts(@Nullable Duration controllerAhead, Map<String, Instant> newest, Instant now) {
    Facts {
      newest = Map.copyOf(newest);
    }
  }

  static Diagnosis judge(Facts facts, Topics topics) {
    var findings = new ArrayList<Finding>();
    var ahead = facts.controllerAhead();
    if (ahead != null && ahead.abs().compareTo(TOLERANCE) > 0) {
      findings.add(
          new Finding(
              "this machine's clock is %s that of Kafka's controller by %s"
                  .formatted(ahead.isNegative() ? "ahead of" : "behind", seconds(ahead)),
              "let NTP set both: not-before, deadline, ages and retention go by these clocks"));
    }
    facts.newest().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .filter(topic -> topic.getValue().isAfter(facts.now().plus(TOLERANCE)))
        .forEach(topic ->
            findings.add(
                new Finding(
                    "a record of %s is dated %s in the future, by this machine's clock"
                        .formatted(
                            topic.getKey(),
                            seconds(Duration.between(facts.now(), topic.getValue()))),
                    "let NTP set the clocks of %s"
                        .formatted(
                            Patient.isForJobs(topics, topic.getKey())
                                ? "the producers of these jobs"
                                : "the workers"))));
    if (findings.isEmpty() && ahead == null) {
      return new Diagnosis.Skipped(
          "the brokers do not tell this account their time; no record is dated in the future");
    }
    return Diagnosis.of(
        findings,
        "within %d s of Kafka's controller, and no record is dated in the future"
            .formatted(TOLERANCE.toSeconds()));
  }

  private static String seconds(Duration difference) {
    return "%d.%d s".formatted(difference.abs().toSeconds(), difference.abs().toMillisPart() / 100);
  }

  /** By the middle of the time that the question took. */
  private Optional<Duration> controllerAhead() {
    try {
      Patient.await(patient.admin().describeMetadataQuorum().quorumInfo()); // connects, warms up
      var asked = Instant.now();
      var quorum = Patient.await(patient.admin().describeMetadataQuorum().quorumInfo());
      var middle = asked.plus(Duration.between(asked, Instant.now()).dividedBy(2));
      return quorum.voters().stream()
          .filter(voter -> voter.replicaId() == quorum.leaderId())
          .flatMapToLong(voter -> voter.lastCaughtUpTimestamp().stream())
          .filter(millis -> millis > 0)
          .mapToObj(millis -> Duration.between(middle, Instant.ofEpochMilli(millis)))
          .findFirst();
    } catch (UnsupportedVersionException | AuthorizationException notTold) {
      return Optional.empty();
    }
  }

  private Map<String, Instant> newest() {
    var specs =
        Patient.await(patient.admin().describeTopics(patient.own()).allTopicNames())
            .values()
            .stream()
            .flatMap(topic -> Patient.partitions(topic).stream())
            .collect(Collectors.toMap(each -> each, _ -> OffsetSpec.maxTimestamp()));
    var newest = new HashMap<String, Instant>();
    try {
      Patient.await(patient.admin().listOffsets(specs).all())
          .forEach((partition, found) -> {
            if (found.timestamp() > 0) {
              newest.merge(
                  partition.topic(),
                  Instant.ofEpochMilli(found.timestamp()),
                  (one, other) -> one.isAfter(other) ? one : other);
            }
          });
    } catch (UnsupportedVersionException olderThanThree) {
      return Map.of();
    }
    return newest;
  }
}
