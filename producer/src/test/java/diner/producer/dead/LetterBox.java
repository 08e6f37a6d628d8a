package diner.producer.dead;

import static java.nio.charset.StandardCharsets.UTF_8;

import diner.producer.CliRun;
import diner.shared.kafka.RecordHeaders;
import diner.shared.kafka.TopicCreation;
import diner.shared.kafka.Topics;
import diner.shared.message.Headers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One test's topics on a broker, with letters among its dead letters. */
final class LetterBox implements AutoCloseable {

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final String servers;
  private final Topics topics = new Topics("dead" + NUMBERS.incrementAndGet());
  private final Admin admin;

  LetterBox(String servers) {
    this.servers = servers;
    this.admin = Admin.create(Map.of("bootstrap.servers", servers));
    TopicCreation.createMissing(
        admin, topics.specifications(List.of("burgers", "cleaning")), Duration.ofSeconds(20));
  }

  Topics topics() {
    return topics;
  }

  String burgers() {
    return topics.jobs("burgers");
  }

  Admin admin() {
    return admin;
  }

  void createTopic(String name, Map<String, String> configs) {
    TopicCreation.createMissing(
        admin, List.of(new NewTopic(name, 1, (short) 1).configs(configs)), Duration.ofSeconds(20));
  }

  /** A letter of a burgers job, with a key of its own. */
  LetterSample letter(int number) {
    return LetterSample.of(burgers()).with("job-id", "job-" + number).withKey("key-" + number);
  }

  void put(LetterSample... letters) throws Exception {
    var records = new ArrayList<ProducerRecord<byte[], byte[]>>();
    for (var letter : letters) {
      records.add(letter.toWrite(topics.deadLetters()));
    }
    put(records);
  }

  void put(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
    try (var producer = producer(Map.of())) {
      for (var record : records) {
        var _ = producer.send(record);
      }
      producer.flush();
    }
  }

  KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    var settings = new HashMap<>(more);
    settings.put("bootstrap.servers", servers);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Runs {@code producer dead …} here. */
  CliRun dead(String... arguments) {
    return CliRun.at(servers, arguments("dead", arguments));
  }

  String[] arguments(String first, String... more) {
    var all = new ArrayList<>(List.of(first));
    all.addAll(List.of(more));
    all.addAll(List.of("--topic-prefix", topics.prefix()));
    return all.toArray(String[]::new);
  }

  /**
   * What a {@code read_committed} reader finds in a topic, to the end of what is written now: a
   * commit is answered a moment before all of it can be read.
   */
  List<ConsumerRecord<byte[], byte[]>> records(String topic) throws Exception {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", servers, "isolation.level", "read_committed");
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var latest = new HashMap<TopicPartition, OffsetSpec>();
      partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
      var ends = admin.listOffsets(latest).all().get(20, TimeUnit.SECONDS);
      var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
      var limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue().offset())) {
        if (System.nanoTime() > limit) {
          throw new AssertionError("not read to its end within 30 s: " + topic);
        }
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
      return records;
    }
  }

  /** The ids of the jobs in a topic. */
  List<String> jobIds(String topic) throws Exception {
    return records(topic).stream().map(record -> header(record, Headers.JOB_ID)).toList();
  }

  List<String> topicNames() throws Exception {
    return List.copyOf(admin.listTopics().names().get(20, TimeUnit.SECONDS));
  }

  static String header(ConsumerRecord<?, ?> record, String name) {
    return RecordHeaders.of(record.headers()).text(name).orElse("");
  }

  static String value(ConsumerRecord<?, byte[]> record) {
    return new String(Objects.requireNonNull(record.value()), UTF_8);
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }
}
