package diner.producer.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import diner.localkafka.LocalKafka;
import diner.producer.CliRun;
import diner.producer.SharedKafka;
import diner.shared.message.Json;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code doctor} on a real broker; each test has its own prefix. */
@Timeout(60)
class DoctorIT {

  private static final String PLAIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required";

  @Test
  void whereNothingIsWrongEveryCheckSaysWhatItSaw() throws Exception {
    // given
    assertThat(
            CliRun.at(SharedKafka.bootstrapServers(), "topics", "create", "--topic-prefix", "well")
                .code())
        .isZero();
    try (var worker = worker("well")) {
      worker.subscribe(List.of("well.burgers", "well.cleaning"));
      while (worker.assignment().isEmpty()) {
        worker.poll(Duration.ofMillis(100));
      }

      // when
      var run = doctor("well");

      // then
      assertThat(run.out().lines())
          .satisfiesExactly(
              line ->
                  assertThat(line)
                      .startsWith("ok       connection: 127.0.0.1:")
                      .contains(" answers"),
              line -> assertThat(line).startsWith("ok       listeners: 1 broker can be reached"),
              line ->
                  assertThat(line).contains("ok       versions: ").contains("KIP-848) available"),
              line -> assertThat(line).contains("ok       topics: ").contains("well.burgers (8 "),
              line -> assertThat(line).startsWith("ok       replicas: all "),
              line ->
                  assertThat(line)
                      .startsWith("ok       group: well: 1 worker, Stable")
                      .endsWith("all 16 partitions assigned"),
              line -> assertThat(line).isEqualTo("ok       transactions: none is open"),
              line -> assertThat(line).startsWith("ok       clock: within 2 s"));
      assertThat(run.code()).isZero();
    }
  }

  @Test
  void whatIsWrongIsSaidWithARemedyAndNothingIsChanged() throws Exception {
    // given
    var topic = new TopicPartition("ill.burgers", 0);
    try (var admin = Admin.create(Map.of("bootstrap.servers", SharedKafka.bootstrapServers()));
        var producer = producer("forgotten");
        var plain = producer("")) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(topic.topic(), 1, (short) 1)
                      .configs(Map.of("cleanup.policy", "compact"))))
          .all()
          .get();
      plain.send(record(topic, System.currentTimeMillis() + 600_000)).get();
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(record(topic, System.currentTimeMillis() - 600_000)).get();

      // when
      var run = doctor("ill", "-o", "json");

      // then
      assertThat(run.code()).isEqualTo(3);
      var checks = Json.codec().readTree(run.out());
      assertThat(checks.findValuesAsText("problem"))
          .satisfiesExactly(
              each -> assertThat(each).isEqualTo("missing: ill.replies, ill.dead-letters"),
              each -> assertThat(each).startsWith("ill.burgers is compacted"),
              each -> assertThat(each).isEqualTo("no worker is running in group 'ill'"),
              each ->
                  assertThat(each)
                      .startsWith(
                          "a transaction of producer 'forgotten' is open in ill.burgers-0 since"
                              + " offset 1, for 60"),
              each -> assertThat(each).startsWith("a record of ill.burgers is dated 59"));
      assertThat(checks.findValuesAsText("remedy")).hasSize(5).noneMatch(String::isBlank);
      assertThat(admin.listTopics().names().get()).doesNotContain("ill.replies");
    }
  }

  @Test
  void aLoginThatIsMissingOrWrongIsNamedAndSoIsABrokerThatSendsClientsElsewhere() {
    // given
    try (var kafka = LocalKafka.start(withLoginElsewhere())) {
      var begun = System.nanoTime();

      // when
      var missing = CliRun.at(kafka.bootstrapServers(), "doctor");
      var wrong = CliRun.at(kafka.bootstrapServers(), login("wrong"));
      var right = CliRun.at(kafka.bootstrapServers(), login("secret"));

      // then
      assertThat(List.of(missing, wrong, right)).extracting(CliRun::code).containsOnly(1);
      assertThat(missing.outLines().getFirst())
          .startsWith("FINDING  connection: ")
          .endsWith("cuts this client off before it answers");
      assertThat(missing.outLines().getLast()).contains("set security.protocol");
      assertThat(wrong.outLines().getFirst())
          .startsWith("FINDING  connection: ")
          .contains("refuses the login: Authentication failed");
      assertThat(right.outLines())
          .satisfiesExactly(
              line -> assertThat(line).startsWith("ok       connection: "),
              line ->
                  assertThat(line)
                      .startsWith(
                          "FINDING  listeners: broker 1 tells clients to find it at"
                              + " kafka.invalid:19092, but this machine does not know the host"),
              line ->
                  assertThat(line)
                      .contains("two listeners")
                      .contains("CONTAINERS://kafka:19092,HOST://127.0.0.1:9092"));
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
    }
  }

  /** A broker that asks for a login, and tells clients to find it at a host that is not there. */
  private static LocalKafka.Options withLoginElsewhere() {
    return LocalKafka.Options.DEFAULT
        .withProperty("advertised.listeners", "PLAINTEXT://kafka.invalid:19092")
        .withProperty(
            "listener.security.protocol.map", "PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT")
        .withProperty("inter.broker.listener.name", "PLAINTEXT")
        .withProperty("sasl.enabled.mechanisms", "PLAIN")
        .withProperty("sasl.mechanism.inter.broker.protocol", "PLAIN")
        .withProperty(
            "listener.name.plaintext.plain.sasl.jaas.config",
            PLAIN + " username=\"ann\" password=\"secret\" user_ann=\"secret\";");
  }

  private static String[] login(String password) {
    return new String[] {
      "doctor",
      "-X",
      "security.protocol=SASL_PLAINTEXT",
      "-X",
      "sasl.mechanism=PLAIN",
      "-X",
      "sasl.jaas.config=" + PLAIN + " username=\"ann\" password=\"" + password + "\";"
    };
  }

  @Test
  void whereNobodyListensThatIsTheFinding() throws Exception {
    // given
    int freePort;
    try (var socket = new ServerSocket(0)) {
      freePort = socket.getLocalPort();
    }

    // when
    var run = CliRun.at("127.0.0.1:" + freePort + ",nowhere.invalid:9092,9092", "doctor");

    // then
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines().filter(line -> line.startsWith("FINDING")))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith(
                        "FINDING  connection: 127.0.0.1:" + freePort + ": nobody listens there"),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "FINDING  connection: nowhere.invalid:9092: this machine does not know the"
                            + " host 'nowhere.invalid'"),
            line -> assertThat(line).contains("'9092' is no address"));
  }

  private static CliRun doctor(String prefix, String... more) {
    var arguments = new ArrayList<>(List.of("doctor", "--topic-prefix", prefix));
    arguments.addAll(List.of("--group", prefix));
    arguments.addAll(List.of(more));
    return CliRun.at(SharedKafka.bootstrapServers(), arguments.toArray(String[]::new));
  }

  private static ProducerRecord<byte[], byte[]> record(TopicPartition partition, long timestamp) {
    return new ProducerRecord<>(
        partition.topic(),
        partition.partition(),
        timestamp,
        "key".getBytes(UTF_8),
        "{\"number\":1}".getBytes(UTF_8));
  }

  private static KafkaProducer<byte[], byte[]> producer(String transactionalId) {
    var properties = new Properties();
    properties.put("bootstrap.servers", SharedKafka.bootstrapServers());
    if (!transactionalId.isEmpty()) {
      properties.put("transactional.id", transactionalId);
    }
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static KafkaConsumer<byte[], byte[]> worker(String group) {
    var properties = new Properties();
    properties.put("bootstrap.servers", SharedKafka.bootstrapServers());
    properties.put("group.id", group);
    properties.put("enable.auto.commit", "false");
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
