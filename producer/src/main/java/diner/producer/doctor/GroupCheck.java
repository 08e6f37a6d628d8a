package diner.producer.doctor;

import diner.producer.doctor.GroupFacts.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** Whether workers are there, have all partitions, and stand where the topics' records are. */
record GroupCheck(Patient patient) implements Check {

  /** A rebalance is over sooner, unless jobs of a revoked partition are still being finished. */
  private static final Duration REBALANCE = Duration.ofSeconds(2);

  private static final Duration PAUSE = Duration.ofMillis(200);

  private static final Comparator<TopicPartition> ORDER =
      Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

  @Override
  public String name() {
    return "group";
  }

  @Override
  public Diagnosis examine() throws InterruptedException {
    var end = System.nanoTime() + REBALANCE.toNanos();
    var facts = GroupFacts.read(patient);
    while (!facts.isSettled() && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
      facts = GroupFacts.read(patient);
    }
    return judge(facts);
  }

  static Diagnosis judge(GroupFacts facts) {
    var findings = new ArrayList<Finding>();
    members(facts, findings);
    positions(facts, findings);
    return Diagnosis.of(
        findings,
        "%s: %s, %s, all %d partitions assigned"
            .formatted(
                facts.group(),
                facts.members().size() == 1 ? "1 worker" : facts.members().size() + " workers",
                facts.how(),
                facts.standings().size()));
  }

  private static void members(GroupFacts facts, List<Finding> findings) {
    if (facts.members().isEmpty()) {
      findings.add(
          new Finding(
              "no worker is running in group '%s'".formatted(facts.group()),
              "start one (bin/worker), or name the workers' group with --group"));
      return;
    }
    if (!facts.isSettled()) {
      findings.add(
          new Finding(
              "group '%s' is sharing out its partitions (%s), and was for %d s"
                  .formatted(facts.group(), facts.how(), REBALANCE.toSeconds()),
              "look again in a minute; if it is still at it, look in the workers' logs for one"
                  + " that does not let go, or that comes and goes"));
      return;
    }
    var assigned = facts.members().stream().flatMap(Set::stream).collect(Collectors.toSet());
    var left =
        facts.standings().keySet().stream().filter(each -> !assigned.contains(each)).toList();
    if (!left.isEmpty()) {
      findings.add(
          new Finding(
              "no worker of group '%s' reads %s".formatted(facts.group(), names(left)),
              "start a worker with --topics that include it, and a handler for its kind"));
    }
    var idle = facts.members().stream().filter(Set::isEmpty).count();
    if (idle > 0) {
      findings.add(
          new Finding(
              "%d of %d workers have no partition: there are %d"
                  .formatted(idle, facts.members().size(), facts.standings().size()),
              "add partitions (kafka-topics.sh --alter --partitions), or stop these workers"));
    }
  }

  private static void positions(GroupFacts facts, List<Finding> findings) {
    var lost = where(facts, (start, standing) -> standing.committed().orElse(start) < start);
    if (!lost.isEmpty()) {
      findings.add(
          new Finding(
              "jobs were deleted before they were worked on, in " + names(lost),
              "raise retention.ms (and retention.bytes) of the topic, or start more workers; 'lag"
                  + " --by partition' says how many"));
    }
    var beyond = where(facts, (_, standing) -> standing.committed().orElse(0) > standing.end());
    if (!beyond.isEmpty()) {
      findings.add(
          new Finding(
              "group '%s' has committed beyond the end of %s: was the topic made anew?"
                  .formatted(facts.group(), names(beyond)),
              "stop the workers and put the group back: kafka-consumer-groups.sh --reset-offsets"
                  + " --to-earliest --execute --group %s --topic %s"
                      .formatted(facts.group(), beyond.getFirst().topic())));
    }
  }

  private static List<TopicPartition> where(
      GroupFacts facts, BiPredicate<Long, Standing> predicate) {
    return facts.standings().entrySet().stream()
        .filter(each -> predicate.test(each.getValue().start(), each.getValue()))
        .map(Map.Entry::getKey)
        .sorted(ORDER)
        .toList();
  }

  /** {@code jobs.burgers [0, 3]}. */
  private static String names(List<TopicPartition> partitions) {
    return partitions.stream()
        .sorted(ORDER)
        .collect(
            Collectors.groupingBy(
                TopicPartition::topic,
                TreeMap::new,
                Collectors.mapping(TopicPartition::partition, Collectors.toList())))
        .entrySet()
        .stream()
        .map(topic -> topic.getKey() + " " + topic.getValue())
        .collect(Collectors.joining(", "));
  }
}
