package diner.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.message.Json;
import diner.shared.message.Reply;
import diner.shared.message.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A worker's outside: answers the burgers jobs of one prefix. The number decides: 13 fails, 99 is
 * never answered, 42 is first said to have failed, in a transaction that is aborted, 17 expires and
 * says its deadline, all else is done. Its one thread owns its clients.
 */
public final class ReplyingWorker implements AutoCloseable {

  public static final int FAILS = 13;
  public static final int EXPIRES = 17;
  public static final int NEVER_ANSWERED = 99;
  public static final int ABORTED_FIRST = 42;

  private final String prefix;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaProducer<byte[], byte[]> aborting;
  private final Thread thread;
  private final CountDownLatch assigned = new CountDownLatch(1);

  private ReplyingWorker(String bootstrapServers, String prefix) {
    this.prefix = prefix;
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class));
    this.producer = producer(bootstrapServers, Map.of(ProducerConfig.LINGER_MS_CONFIG, 0));
    this.aborting =
        producer(bootstrapServers, Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, prefix));
    this.thread = Thread.ofPlatform().daemon().name("replying-worker").unstarted(this::run);
  }

  private static KafkaProducer<byte[], byte[]> producer(
      String bootstrapServers, Map<String, ?> more) {
    var settings = new HashMap<String, Object>(more);
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Answers all jobs from the first on; makes the topics where they are missing. */
  public static ReplyingWorker start(String bootstrapServers, String prefix) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      var topics = new diner.shared.kafka.Topics(prefix).specifications(List.of("burgers"));
      diner.shared.kafka.TopicCreation.createMissing(admin, topics, Duration.ofSeconds(10));
    }
    var worker = new ReplyingWorker(bootstrapServers, prefix);
    worker.thread.start();
    if (!worker.assigned.await(20, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the replying worker has no partitions after 20 s");
    }
    return worker;
  }

  private void run() {
    try (consumer;
        producer;
        aborting) {
      aborting.initTransactions();
      var partitions =
          IntStream.range(0, 8).mapToObj(i -> new TopicPartition(prefix + ".burgers", i)).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      partitions.forEach(consumer::position);
      assigned.countDown();
      while (true) {
        for (var job : consumer.poll(Duration.ofMillis(200))) {
          reply(job);
        }
      }
    } catch (WakeupException closed) {
      // the test is over
    }
  }

  private void reply(ConsumerRecord<byte[], byte[]> job) {
    int number;
    try {
      number = Json.codec().readTree(job.value()).path("number").asInt();
    } catch (java.io.IOException e) {
      return;
    }
    if (number == NEVER_ANSWERED) {
      return;
    }
    if (number == ABORTED_FIRST) {
      aborting.beginTransaction();
      var _ = aborting.send(record(job, number, Reply.Status.FAILED));
      aborting.flush();
      aborting.abortTransaction();
    }
    var status =
        switch (number) {
          case FAILS -> Reply.Status.FAILED;
          case EXPIRES -> Reply.Status.EXPIRED;
          default -> Reply.Status.DONE;
        };
    var _ = producer.send(record(job, number, status));
  }

  private ProducerRecord<byte[], byte[]> record(
      ConsumerRecord<byte[], byte[]> job, int number, Reply.Status status) {
    var value = Json.bytes(reply(job, number, status));
    var record = new ProducerRecord<byte[], byte[]>(prefix + ".replies", job.key(), value);
    for (var name : List.of("job-id", "job-kind", "batch-id", "batch-size")) {
      header(job, name).ifPresent(header -> record.headers().add(header));
    }
    record.headers().add("status", status.text().getBytes(UTF_8));
    return record;
  }

  private Reply reply(ConsumerRecord<byte[], byte[]> job, int number, Reply.Status status) {
    var isDone = status == Reply.Status.DONE;
    var burgers = IntStream.rangeClosed(1, number).mapToObj(i -> "burger " + i).toList();
    var finished = Instant.now();
    return new Reply(
        header(job, "job-id").map(it -> new String(it.value(), UTF_8)).orElse("?"),
        "burgers",
        status,
        isDone ? Json.codec().valueToTree(Map.of("burgers", burgers)) : null,
        switch (status) {
          case DONE -> null;
          case FAILED -> new Reply.Failure("kitchen-500", "the kitchen is on fire");
          case EXPIRED -> new Reply.Failure("times", text(job, "not-before", "deadline"));
        },
        1,
        0,
        header(job, "batch-id").map(it -> new String(it.value(), UTF_8)).orElse(null),
        new Turn(job.topic(), job.partition(), job.offset()),
        "worker-1",
        Instant.ofEpochMilli(job.timestamp()),
        finished.minusMillis(500),
        finished,
        "vert.x-eventloop-thread-0");
  }

  private static String text(ConsumerRecord<byte[], byte[]> job, String... names) {
    return Stream.of(names)
        .map(name -> header(job, name).map(it -> new String(it.value(), UTF_8)).orElse("none"))
        .collect(Collectors.joining(" "));
  }

  private static Optional<Header> header(ConsumerRecord<byte[], byte[]> job, String name) {
    @Nullable Header header = job.headers().lastHeader(name);
    return Optional.ofNullable(header);
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      assertThat(thread.join(Duration.ofSeconds(5))).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
