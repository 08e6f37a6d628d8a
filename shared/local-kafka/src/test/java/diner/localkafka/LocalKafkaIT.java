package diner.localkafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The genuine broker, started and stopped for real. */
@Timeout(60)
class LocalKafkaIT {

  private static final String TOPIC = "greetings";
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void servesProducersAndConsumersOfBothGroupProtocols(String protocol) throws Exception {
    try (var kafka = LocalKafka.start()) {
      createTopic(kafka);
      produce(kafka, "hello");

      assertThat(consume(kafka, protocol, 1)).containsExactly("hello");
    }
  }

  @Test
  void keepsItsDataAndPortWhenItIsStoppedAndStartedAgain() throws Exception {
    try (var kafka = LocalKafka.start()) {
      createTopic(kafka);
      produce(kafka, "before");
      var address = kafka.bootstrapServers();

      kafka.stop();
      assertThatThrownBy(() -> connect(kafka.port())).isInstanceOf(ConnectException.class);
      kafka.startAgain();
      produce(kafka, "after");

      assertThat(kafka.bootstrapServers()).isEqualTo(address);
      assertThat(consume(kafka, "classic", 2)).containsExactly("before", "after");
    }
  }

  @Test
  void usesAFolderThatAnEarlierBrokerLeft(@TempDir Path folder) throws Exception {
    var options = LocalKafka.Options.DEFAULT.withData(folder);
    try (var first = LocalKafka.start(options)) {
      createTopic(first);
      produce(first, "kept");
    }

    try (var second = LocalKafka.start(options)) {
      assertThat(consume(second, "classic", 1)).containsExactly("kept");
    }
  }

  @Test
  void servesTransactionsWithOneReplica() throws Exception {
    try (var kafka = LocalKafka.start()) {
      createTopic(kafka);
      var settings =
          Map.<String, Object>of(
              ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
              kafka.bootstrapServers(),
              ProducerConfig.TRANSACTIONAL_ID_CONFIG,
              "test");
      try (var producer =
          new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(TOPIC, "dropped")).get(10, TimeUnit.SECONDS);
        producer.abortTransaction();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(TOPIC, "committed")).get(10, TimeUnit.SECONDS);
        producer.commitTransaction();
      }

      assertThat(consume(kafka, "classic", 1)).containsExactly("committed");
    }
  }

  @Test
  void doesNotCreateATopicOnTheFly() throws Exception {
    try (var kafka = LocalKafka.start();
        var producer =
            new KafkaProducer<>(
                Map.<String, Object>of(
                    ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    kafka.bootstrapServers(),
                    ProducerConfig.MAX_BLOCK_MS_CONFIG,
                    500),
                new StringSerializer(),
                new StringSerializer())) {
      assertThatThrownBy(() ->
              producer.send(new ProducerRecord<>("no.such.topic", "x")).get(10, TimeUnit.SECONDS))
          .hasMessageContaining("no.such.topic");
    }
  }

  @Test
  void saysInOneLineThatThePortIsTaken() throws Exception {
    try (var other = new ServerSocket(0, 1, InetAddress.ofLiteral(LoopbackSockets.HOST))) {
      var options = LocalKafka.Options.DEFAULT.withPort(other.getLocalPort());

      assertThatThrownBy(() -> LocalKafka.start(options))
          .isInstanceOf(LocalKafkaException.class)
          .hasMessageStartingWith("port " + other.getLocalPort() + " of 127.0.0.1 is taken")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void refusesAFolderThatARunningBrokerUses(@TempDir Path folder) {
    var options = LocalKafka.Options.DEFAULT.withData(folder);
    try (var first = LocalKafka.start(options)) {
      assertThatThrownBy(() -> LocalKafka.start(options))
          .isInstanceOf(LocalKafkaException.class)
          .hasMessageContaining(folder.toString())
          .hasMessageContaining("in use");
      assertThat(first.fatalFault()).isNotDone();
    }
  }

  @Test
  void saysInOneLineThatABrokerSettingIsWrongAndLeavesNothingBehind(@TempDir Path folder)
      throws Exception {
    var wrong = LocalKafka.Options.DEFAULT.withData(folder).withProperty("num.io.threads", "many");

    assertThatThrownBy(() -> LocalKafka.start(wrong))
        .isInstanceOf(LocalKafkaException.class)
        .hasMessageContaining("num.io.threads")
        .hasMessageNotContaining("\n");

    // The folder is free again.
    try (var kafka = LocalKafka.start(LocalKafka.Options.DEFAULT.withData(folder))) {
      createTopic(kafka);
    }
  }

  @Test
  void deletesATemporaryFolderAtTheEnd() throws IOException {
    DataFolder data;
    try (var folder = DataFolder.temporary()) {
      data = folder;
      data.formatIfNew(NodeSettings.NODE_ID);
      assertThat(data.path()).isNotEmptyDirectory();
    }

    assertThat(Files.exists(data.path())).isFalse();
  }

  private static void connect(int port) throws IOException {
    new Socket(InetAddress.ofLiteral(LoopbackSockets.HOST), port).close();
  }

  private static void createTopic(LocalKafka kafka) throws Exception {
    try (var admin =
        Admin.create(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()))) {
      admin
          .createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1)))
          .all()
          .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static void produce(LocalKafka kafka, String... values) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      for (var value : values) {
        producer.send(new ProducerRecord<>(TOPIC, value)).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      }
    }
  }

  /** Reads until it has the expected number of records, within the limit. */
  private static List<String> consume(LocalKafka kafka, String protocol, int count) {
    var settings =
        Map.<String, Object>of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers(),
            ConsumerConfig.GROUP_ID_CONFIG, "readers",
            ConsumerConfig.GROUP_PROTOCOL_CONFIG, protocol,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
            ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    var values = new ArrayList<String>();
    var end = System.nanoTime() + LIMIT.toNanos();
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(TOPIC));
      while (values.size() < count && System.nanoTime() < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }
}
