package diner.producer.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import diner.producer.doctor.Contact.Advertised;
import diner.producer.doctor.Contact.Cause;
import diner.producer.doctor.GroupFacts.Standing;
import diner.producer.doctor.TopicState.Partition;
import diner.shared.kafka.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of facts that a small broker does not show. */
class ChecksTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Topics TOPICS = new Topics("jobs");
  private static final TopicPartition FIRST = new TopicPartition("jobs.burgers", 0);
  private static final TopicPartition SECOND = new TopicPartition("jobs.burgers", 1);

  @Test
  void addressesOfTwoClustersAreNamed() {
    // given
    var contacts = new LinkedHashMap<String, Contact>();
    contacts.put("a:9092", new Contact.Broker("cluster-1", List.of()));
    contacts.put("b:9092", new Contact.Broker("cluster-2", List.of()));

    // when, then
    assertThat(problems(ConnectionCheck.judge(contacts)))
        .containsExactly("the addresses belong to different clusters: cluster-1, cluster-2");
  }

  @Test
  void anAddressThatFailsIsAFindingThoughAnotherAnswers() {
    // given
    var contacts = new LinkedHashMap<String, Contact>();
    contacts.put("a:9092", new Contact.Broker("cluster-1", List.of()));
    contacts.put("b:9092", none(Cause.SILENT, "no answer within 2 s"));

    // when, then
    assertThat(problems(ConnectionCheck.judge(contacts)))
        .containsExactly("b:9092: no answer within 2 s");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true  | kafka      | UNKNOWN_HOST | the name of a container, known among containers alone",
        "false | localhost  | REFUSED      | which from here is this machine, or container, itself",
        "false | 127.0.0.1  | SILENT       | which from here is this machine, or container, itself",
        "true  | localhost  | REFUSED      | can't be reached there",
        "false | 10.0.0.5   | SILENT       | can't be reached there"
      })
  void aBrokerThatSendsClientsElsewhereIsExplained(
      boolean isLocal, String host, Cause cause, String expected) {
    // given
    var broker = new Advertised(1, new Address(host, 9092));

    // when
    var diagnosis = ListenersCheck.judge(isLocal, Map.of(broker, none(cause, "no answer")));

    // then
    assertThat(problems(diagnosis))
        .singleElement()
        .asString()
        .startsWith("broker 1 tells clients to find it at " + host + ":9092, ")
        .contains(expected);
    assertThat(remedies(diagnosis)).singleElement().asString().contains("advertised.listeners");
  }

  @Test
  void whatWorkersMakeUseOfIsToldOfTheVersions() {
    assertThat(
            VersionsCheck.judge(
                Map.of("metadata.version", 29, "group.version", 1, "transaction.version", 2)))
        .isEqualTo(
            new Diagnosis.Well(
                "metadata.version 29; transactions of version 2; --group-protocol consumer"
                    + " (KIP-848) available"));
    assertThat(VersionsCheck.judge(Map.of("metadata.version", 7)))
        .isEqualTo(
            new Diagnosis.Well(
                "metadata.version 7; transactions of version 1; --group-protocol consumer"
                    + " (KIP-848) not available, classic is (the default)"));
    assertThat(VersionsCheck.judge(Map.of())).isInstanceOf(Diagnosis.Skipped.class);
  }

  @Test
  void topicsAsDinerMakesThemAreWell() {
    assertThat(TopicsCheck.judge(TOPICS, topics(Map.of()), 1)).isInstanceOf(Diagnosis.Well.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cleanup.policy      | compact,delete | jobs.burgers is compacted",
        "retention.ms        | 3600000        | jobs.burgers keeps jobs for 3600 s alone",
        "retention.bytes     | 1000000        | jobs.burgers keeps 1,000,000 bytes a partition",
        "max.message.bytes   | 100000         | jobs.burgers takes records of 100,000 bytes alone",
        "min.insync.replicas | 2              | jobs.burgers has 1 replicas and min.insync.replicas=2"
      })
  void aSettingThatLosesJobsIsNamedWithItsRemedy(String config, String value, String expected) {
    // when
    var diagnosis = TopicsCheck.judge(TOPICS, topics(Map.of(config, value)), 1);

    // then
    assertThat(problems(diagnosis)).singleElement().asString().startsWith(expected);
    assertThat(remedies(diagnosis))
        .singleElement()
        .asString()
        .startsWith("kafka-configs.sh --alter --topic jobs.burgers --add-config " + config + "=");
  }

  @Test
  void topicsThatAreMissingAreNamed() {
    assertThat(problems(TopicsCheck.judge(TOPICS, List.of(), 1)))
        .containsExactly("missing: topics of jobs, jobs.replies, jobs.dead-letters");
    assertThat(problems(TopicsCheck.judge(TOPICS, topics(Map.of()).subList(0, 2), 1)))
        .containsExactly("missing: jobs.dead-letters");
  }

  @Test
  void deadLettersThatDoNotFitAndSingleReplicasAreNamed() {
    // given
    var topics = new ArrayList<>(topics(Map.of()));
    topics.set(2, topic("jobs.dead-letters", Map.of("max.message.bytes", "1048588"), 1, 1));

    // when, then
    assertThat(problems(TopicsCheck.judge(TOPICS, topics, 3)))
        .hasSize(4)
        .anyMatch(each -> each.startsWith("jobs.dead-letters takes records of 1,048,588 bytes"))
        .anyMatch(each -> each.startsWith("jobs.burgers has one replica on 3 brokers"));
  }

  @Test
  void partitionsWithoutLeaderOrReplicasAreCounted() {
    // given
    var topic =
        new TopicState(
            "jobs.burgers",
            List.of(
                new Partition(0, true, 3, 3),
                new Partition(1, false, 3, 0),
                new Partition(2, true, 3, 1),
                new Partition(3, true, 3, 2)),
            Map.of("min.insync.replicas", "2"));

    // when, then
    assertThat(problems(ReplicasCheck.judge(List.of(topic))))
        .satisfiesExactly(
            offline -> assertThat(offline).contains("1 of 4 partitions: no leader").endsWith("[1]"),
            refused -> assertThat(refused).contains("fewer replicas in sync than").endsWith("[2]"),
            behind -> assertThat(behind).contains("replicas that lag behind").endsWith("[3]"));
    assertThat(ReplicasCheck.judge(topics(Map.of())))
        .isEqualTo(new Diagnosis.Well("all 17 partitions have a leader and all replicas"));
  }

  @Test
  void aGroupThatIsWholeAndInPlaceIsWell() {
    assertThat(GroupCheck.judge(group(true, List.of(Set.of(FIRST), Set.of(SECOND)), 5, 5)))
        .isEqualTo(new Diagnosis.Well("workers: 2 workers, Stable, all 2 partitions assigned"));
  }

  @Test
  void aGroupWithoutWorkersOrThatDoesNotSettleIsAFinding() {
    assertThat(problems(GroupCheck.judge(group(true, List.of(), 5, 5))))
        .containsExactly("no worker is running in group 'workers'");
    assertThat(problems(GroupCheck.judge(group(false, List.of(Set.of()), 5, 5))))
        .singleElement()
        .asString()
        .startsWith("group 'workers' is sharing out its partitions");
  }

  @Test
  void partitionsThatNobodyReadsAndIdleWorkersAreFindings() {
    assertThat(problems(GroupCheck.judge(group(true, List.of(Set.of(FIRST), Set.of()), 5, 5))))
        .containsExactly(
            "no worker of group 'workers' reads jobs.burgers [1]",
            "1 of 2 workers have no partition: there are 2");
  }

  @Test
  void commitsBeforeTheStartOrBeyondTheEndAreFindings() {
    assertThat(problems(GroupCheck.judge(group(true, List.of(Set.of(FIRST, SECOND)), 2, 500))))
        .containsExactly(
            "jobs were deleted before they were worked on, in jobs.burgers [0]",
            "group 'workers' has committed beyond the end of jobs.burgers [1]: was the topic made"
                + " anew?");
  }

  @Test
  void aTransactionIsAFindingOnceItIsOpenForLong() {
    // given
    var fresh = new OpenTransaction(FIRST, 7, 1000, NOW.minusSeconds(30), "fresh");
    var known = new OpenTransaction(FIRST, 7, 1001, NOW.minusSeconds(90), "workers-1");
    var unknown = new OpenTransaction(SECOND, 9, 1002, NOW.minusSeconds(90), "");

    // when
    var diagnosis = TransactionsCheck.judge(List.of(fresh, known, unknown), NOW);

    // then
    assertThat(problems(diagnosis))
        .satisfiesExactly(
            each ->
                assertThat(each)
                    .startsWith(
                        "a transaction of producer 'workers-1' is open in jobs.burgers-0 since"
                            + " offset 7, for 90 s at least"),
            each -> assertThat(each).startsWith("a transaction of producer 1002 is open"));
    assertThat(remedies(diagnosis).getLast())
        .endsWith(
            "kafka-transactions.sh abort --topic jobs.burgers --partition 1 --start-offset 9");
    assertThat(TransactionsCheck.judge(List.of(fresh), NOW)).isInstanceOf(Diagnosis.Well.class);
  }

  @Test
  void clocksThatDifferAreFindings() {
    assertThat(clock(Duration.ofMillis(-2500), Map.of()))
        .isEqualTo("this machine's clock is ahead of that of Kafka's controller by 2.5 s");
    assertThat(clock(Duration.ofSeconds(3), Map.of()))
        .isEqualTo("this machine's clock is behind that of Kafka's controller by 3.0 s");
    assertThat(clock(Duration.ZERO, Map.of("jobs.replies", NOW.plusSeconds(60))))
        .isEqualTo(
            "a record of jobs.replies is dated 60.0 s in the future, by this machine's clock");
    assertThat(clock(Duration.ofSeconds(2), Map.of("jobs.replies", NOW))).isEmpty();
  }

  @Test
  void aClockThatIsNotToldIsSkipped() {
    assertThat(ClockCheck.judge(new ClockCheck.Facts(null, Map.of(), NOW), TOPICS))
        .isInstanceOf(Diagnosis.Skipped.class);
  }

  @Test
  void aCheckThatIsLateOrFailsHoldsUpNoOther() throws Exception {
    // given
    var never = new CountDownLatch(1);
    Check late = check("late", () -> never.await(1, TimeUnit.MINUTES));
    Check failing =
        check(
            "failing",
            () -> {
              throw new ClusterAuthorizationException("no ACL");
            });
    Check quick = check("quick", () -> {});

    // when
    var report = Round.of(List.of(late, failing, quick), Duration.ofMillis(200));

    // then
    assertThat(report.lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("FINDING  late: no answer came in time"),
            line -> assertThat(line).startsWith("         -> "),
            line -> assertThat(line).startsWith("FINDING  failing: Kafka does not allow it: not"),
            line -> assertThat(line).startsWith("         -> ask for the ACL"),
            line -> assertThat(line).isEqualTo("ok       quick: seen"));
    assertThat(report.json())
        .endsWith("{\"check\":\"quick\",\"state\":\"ok\",\"note\":\"seen\",\"findings\":[]}]");
  }

  private interface Action {
    void run() throws InterruptedException;
  }

  private static Check check(String name, Action action) {
    return new Check() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Diagnosis examine() throws InterruptedException {
        action.run();
        return new Diagnosis.Well("seen");
      }
    };
  }

  private static String clock(Duration controllerAhead, Map<String, Instant> newest) {
    var facts = new ClockCheck.Facts(controllerAhead, newest, NOW);
    return String.join("\n", problems(ClockCheck.judge(facts, TOPICS)));
  }

  private static Contact none(Cause cause, String problem) {
    return new Contact.None(cause, new Finding(problem, "do something"));
  }

  private static GroupFacts group(
      boolean isSettled, List<Set<TopicPartition>> members, long first, long second) {
    return new GroupFacts(
        "workers",
        isSettled,
        "Stable",
        members,
        Map.of(
            FIRST, new Standing(4, 10, OptionalLong.of(first)),
            SECOND, new Standing(0, 10, OptionalLong.of(second))));
  }

  /** Burgers with this setting, replies and dead letters, as Diner makes them. */
  private static List<TopicState> topics(Map<String, String> ofBurgers) {
    return List.of(
        topic("jobs.burgers", ofBurgers, 8, 1),
        topic("jobs.replies", Map.of(), 8, 1),
        topic("jobs.dead-letters", Map.of("max.message.bytes", "8388608"), 1, 1));
  }

  private static TopicState topic(
      String name, Map<String, String> more, int partitions, int replicas) {
    var configs =
        new HashMap<>(
            Map.of(
                "cleanup.policy",
                "delete",
                "retention.ms",
                "604800000",
                "retention.bytes",
                "-1",
                "max.message.bytes",
                "1048588",
                "min.insync.replicas",
                "1"));
    configs.putAll(more);
    return new TopicState(
        name,
        IntStream.range(0, partitions)
            .mapToObj(number -> new Partition(number, true, replicas, replicas))
            .toList(),
        configs);
  }

  private static List<String> problems(Diagnosis diagnosis) {
    return findings(diagnosis).stream().map(Finding::problem).toList();
  }

  private static List<String> remedies(Diagnosis diagnosis) {
    return findings(diagnosis).stream().map(Finding::remedy).toList();
  }

  private static List<Finding> findings(Diagnosis diagnosis) {
    return diagnosis instanceof Diagnosis.Ill(var findings) ? findings : List.of();
  }
}
