package diner.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import diner.localkafka.LocalKafka;
import diner.worker.JobFeed.Order;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;

/**
 * A worker through many commits and rebalances, and the meters of its Kafka clients: one more for
 * each of them would end it after a month.
 */
final class Meters {

  private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();
  private static final String JOB = "{\"number\":1}";

  /** Few enough that almost each has a transaction of its own, and of few partitions. */
  private static final int PER_SECOND = 400;

  private static final int ENOUGH = 1_000_000;
  private static final Duration COMMITS_LIMIT = Duration.ofMinutes(5);

  private final LocalKafka kafka;
  private final Diner diner;
  private final String burgers;

  private Meters(LocalKafka kafka, Diner diner) {
    this.kafka = kafka;
    this.diner = diner;
    this.burgers = diner.topics().jobs("burgers");
  }

  /** Fails where there are other meters after so many commits and rebalances than before. */
  static void stayTheSame(LocalKafka kafka, int commits, int rebalances) throws Exception {
    try (var diner = new Diner(kafka);
        var worker =
            RunningWorker.start(
                diner.workerArguments(
                    "--kitchen-delay", "0ms", "-X", "heartbeat.interval.ms=200"))) {
      new Meters(kafka, diner).stayTheSame(commits, rebalances);
      assertThat(worker.end()).isNotDone();
    }
  }

  private void stayTheSame(int commits, int rebalances) throws Exception {
    rebalance();
    visitAllPartitions();
    var before = names();
    assertThat(before).hasSizeGreaterThan(200);

    var committed = commits() + commits;
    try (var feed = JobFeed.start(diner, ENOUGH, PER_SECOND, _ -> Order.to(burgers, 0, JOB))) {
      Awaitility.await().atMost(COMMITS_LIMIT).until(() -> commits() >= committed);
      feed.stop();
    }
    var rebalanced = rebalances() + rebalances;
    while (rebalances() < rebalanced) {
      rebalance();
    }

    visitAllPartitions();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(names()).isEqualTo(before));
    System.out.printf(
        "meters: %d through %d commits and %d rebalances%n", before.size(), commits, rebalances);
  }

  /** Another member takes its share of the partitions, and leaves. */
  private void rebalance() {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            kafka.bootstrapServers(),
            ConsumerConfig.GROUP_ID_CONFIG,
            diner.group(),
            ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
            200,
            ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
            CooperativeStickyAssignor.class.getName());
    try (var other =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      other.subscribe(Set.of(burgers));
      Awaitility.await()
          .atMost(Diner.LIMIT)
          .until(() -> {
            other.poll(Duration.ofMillis(20));
            return !other.assignment().isEmpty();
          });
    }
  }

  /** A job in each partition, so that all of them have their meters again. */
  private void visitAllPartitions() throws Exception {
    Awaitility.await().atMost(Diner.LIMIT).until(() -> diner.members() == 1);
    for (var key = 0; key < 64; key++) {
      diner.send(burgers, "key-" + key, JOB.getBytes(UTF_8));
    }
    Awaitility.await().atMost(Diner.LIMIT).until(() -> diner.commitLag(burgers) == 0);
  }

  /** Every meter of every Kafka client of this process; the test's own ones stay the same. */
  private static Set<String> names() throws JMException {
    var names = new TreeSet<String>();
    for (var domain : Set.of("kafka.consumer", "kafka.producer", "kafka.admin.client")) {
      for (var bean : BEANS.queryNames(new ObjectName(domain + ":*"), null)) {
        for (var attribute : BEANS.getMBeanInfo(bean).getAttributes()) {
          names.add(bean.getCanonicalName() + " " + attribute.getName());
        }
      }
    }
    return names;
  }

  /** Transactions ended on the broker, which is in this process. */
  private static long commits() throws JMException {
    return sum("kafka.network:type=RequestMetrics,name=RequestsPerSec,request=EndTxn,*", "Count");
  }

  private long rebalances() throws JMException {
    return sum("kafka.consumer:type=consumer-coordinator-metrics,*", "rebalance-total");
  }

  private static long sum(String pattern, String attribute) throws JMException {
    var beans = BEANS.queryNames(new ObjectName(pattern), null);
    assertThat(beans).as(pattern).isNotEmpty();
    var sum = 0L;
    for (var bean : beans) {
      sum += ((Number) BEANS.getAttribute(bean, attribute)).longValue();
    }
    return sum;
  }
}
