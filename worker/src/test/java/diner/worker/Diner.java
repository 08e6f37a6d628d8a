package diner.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import diner.localkafka.LocalKafka;
import diner.shared.kafka.KafkaSettings;
import diner.shared.kafka.RecordHeaders;
import diner.shared.kafka.TopicCreation;
import diner.shared.kafka.Topics;
import diner.shared.message.Header;
import diner.shared.message.Headers;
import diner.shared.message.Json;
import diner.shared.message.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * One test's diner: topics and a group of its own on a genuine broker, a client that sends jobs and
 * reads what comes of them.
 */
final class Diner implements AutoCloseable {

  static final Duration LIMIT = Duration.ofSeconds(60);

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final String bootstrapServers;
  private final Topics topics = new Topics("test" + NUMBERS.incrementAndGet());
  private final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;

  Diner(LocalKafka kafka) {
    this(kafka.bootstrapServers());
  }

  Diner(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
    Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers);
    this.admin = Admin.create(settings);
    this.producer =
        new KafkaProducer<>(
            new KafkaSettings(Map.of("bootstrap.servers", bootstrapServers))
                .over(Map.of("max.request.size", 16 << 20)),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    TopicCreation.createMissing(
        admin, topics.specifications(List.of("burgers", "cleaning")), Duration.ofSeconds(20));
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  Topics topics() {
    return topics;
  }

  String group() {
    return topics.prefix() + "-workers";
  }

  /** Arguments with which a worker serves this test. */
  List<String> workerArguments(String... more) {
    var all =
        new ArrayList<>(
            List.of(
                "--bootstrap-server",
                bootstrapServers,
                "--topic-prefix",
                topics.prefix(),
                "--group",
                group(),
                "--http-port",
                "0"));
    var others = List.of(more);
    all.addAll(others);
    if (!others.contains("--kitchen-delay")) {
      all.addAll(List.of("--kitchen-delay", "50ms"));
    }
    return all;
  }

  void createTopic(String name, int partitions, Map<String, String> configs) {
    TopicCreation.createMissing(
        admin,
        List.of(new NewTopic(name, partitions, (short) 1).configs(configs)),
        Duration.ofSeconds(20));
  }

  /** Sends one job and waits for its acknowledgement. */
  void send(String topic, @Nullable String key, byte @Nullable [] value, Header... headers)
      throws Exception {
    producer.send(record(topic, key, value, headers)).get(20, TimeUnit.SECONDS);
  }

  void send(String topic, String value, Header... headers) throws Exception {
    send(topic, null, value.getBytes(UTF_8), headers);
  }

  /** Sends one job and tells its acknowledgement, or why there is none, on the client's thread. */
  void send(JobFeed.Order order, Callback acknowledged) {
    var _ =
        producer.send(
            new ProducerRecord<>(
                order.topic(),
                order.partition(),
                order.keyBytes(),
                order.value().getBytes(UTF_8),
                RecordHeaders.toKafka(new Headers(order.headers()))),
            acknowledged);
  }

  /** Sends many jobs, {@code number} of which each is told, and waits for them all. */
  void sendMany(String topic, int jobs, String value) throws Exception {
    var sent = new ArrayList<Future<RecordMetadata>>();
    for (var i = 0; i < jobs; i++) {
      sent.add(
          producer.send(
              record(topic, null, value.getBytes(UTF_8), Header.of("job-id", "job-" + i))));
    }
    producer.flush();
    for (var acknowledgement : sent) {
      acknowledgement.get(20, TimeUnit.SECONDS);
    }
  }

  /**
   * Sends jobs in so many transactions, of so many jobs each; every second transaction is aborted.
   */
  void sendInTransactions(String topic, int jobsEach, int transactions, String value) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", bootstrapServers, "transactional.id", topics.prefix());
    try (var transactional =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      transactional.initTransactions();
      for (var transaction = 0; transaction < transactions; transaction++) {
        transactional.beginTransaction();
        for (var job = 0; job < jobsEach; job++) {
          var _ = transactional.send(record(topic, null, value.getBytes(UTF_8)));
        }
        transactional.flush();
        if (transaction % 2 == 0) {
          transactional.commitTransaction();
        } else {
          transactional.abortTransaction();
        }
      }
    }
  }

  /** All replies there are once there are so many; fails where that takes too long. */
  List<Reply> replies(int atLeast) throws Exception {
    var replies = new ArrayList<Reply>();
    for (var record : records(topics.replies(), atLeast)) {
      replies.add(Json.read(record.value(), Reply.class));
    }
    return replies;
  }

  Reply reply(String jobId) throws Exception {
    var deadline = Instant.now().plus(LIMIT);
    while (Instant.now().isBefore(deadline)) {
      for (var record : records(topics.replies(), 1)) {
        var reply = Json.read(record.value(), Reply.class);
        if (reply.job().equals(jobId)) {
          return reply;
        }
      }
    }
    throw new AssertionError("no reply to " + jobId + " within " + LIMIT);
  }

  /** All records of a topic once there are so many. */
  List<ConsumerRecord<byte[], byte[]>> records(String topic, int atLeast) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed");
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
      var deadline = Instant.now().plus(LIMIT);
      while (records.size() < atLeast && Instant.now().isBefore(deadline)) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
      assertThat(records).as("records in " + topic).hasSizeGreaterThanOrEqualTo(atLeast);
      // What came with them: a double would be here, too.
      consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      return records;
    }
  }

  /** The text of a record's header. */
  static String header(ConsumerRecord<?, ?> record, String name) {
    return RecordHeaders.of(record.headers()).text(name).orElse("");
  }

  List<TopicPartition> partitions(String topic) {
    return producer.partitionsFor(topic).stream()
        .map(info -> new TopicPartition(info.topic(), info.partition()))
        .toList();
  }

  /** What the group has committed, by partition. */
  Map<TopicPartition, OffsetAndMetadata> commits() throws Exception {
    var offsets =
        admin
            .listConsumerGroupOffsets(group())
            .partitionsToOffsetAndMetadata()
            .get(20, TimeUnit.SECONDS);
    return offsets.entrySet().stream()
        .filter(entry -> entry.getValue() != null)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Commit points of the group, by partition. */
  Map<TopicPartition, Long> committed() throws Exception {
    return commits().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
  }

  /** How far a topic's committed offsets are behind its end, summed up. */
  long commitLag(String topic) throws Exception {
    var committed = committed();
    Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers);
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      return consumer.endOffsets(partitions).entrySet().stream()
          .mapToLong(end -> end.getValue() - committed.getOrDefault(end.getKey(), 0L))
          .sum();
    }
  }

  /** The group, and where it stands in each partition, for the message of a failure. */
  String standing() throws Exception {
    var standing = new StringBuilder();
    var members = description().map(ConsumerGroupDescription::members).orElse(List.of());
    members.forEach(member -> standing.append(member).append('\n'));
    for (var commit : commits().entrySet()) {
      standing.append(
          "%s: committed %d, %d characters of metadata%n"
              .formatted(
                  commit.getKey(),
                  commit.getValue().offset(),
                  commit.getValue().metadata().length()));
    }
    return standing.toString();
  }

  /** Members of the group; none where there is no group yet. */
  int members() throws Exception {
    return description().map(group -> group.members().size()).orElse(0);
  }

  /** Whether the group is at rest: it has so many members, and they hold all partitions of jobs. */
  boolean isStable(int members, int partitions) throws Exception {
    return description()
        .filter(group -> group.groupState() == GroupState.STABLE)
        .filter(group -> group.members().size() == members)
        .filter(group ->
            group.members().stream()
                    .mapToInt(member -> member.assignment().topicPartitions().size())
                    .sum()
                == partitions)
        .isPresent();
  }

  private Optional<ConsumerGroupDescription> description() throws Exception {
    var description = admin.describeConsumerGroups(List.of(group())).describedGroups().get(group());
    try {
      return Optional.of(Objects.requireNonNull(description).get(20, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(1));
    admin.close(Duration.ofSeconds(1));
  }

  private static ProducerRecord<byte[], byte[]> record(
      String topic, @Nullable String key, byte @Nullable [] value, Header... headers) {
    return new ProducerRecord<>(
        topic,
        null,
        key == null ? null : key.getBytes(UTF_8),
        value,
        RecordHeaders.toKafka(new Headers(List.of(headers))));
  }
}
