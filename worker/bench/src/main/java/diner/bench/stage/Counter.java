package diner.bench.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import diner.shared.cli.CommandFailure;
import diner.shared.cli.ExitCode;
import diner.shared.kafka.RecordHeaders;
import diner.shared.kafka.TopicCreation;
import diner.shared.kafka.Topics;
import diner.shared.message.Headers;
import diner.shared.message.InvalidPayload;
import diner.shared.message.Json;
import diner.shared.message.Reply;
import diner.shared.message.Reply.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Where a scenario orders and collects: topics of its own, one worker behind them. It reads replies
 * as bytes and looks into them once the batch is complete, so that the measuring takes little from
 * the measured. Owned by the main thread.
 */
public final class Counter implements AutoCloseable {

  private static final Duration ADMIN_LIMIT = Duration.ofSeconds(30);
  private static final Duration POLL_LIMIT = Duration.ofMillis(500);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
  private static final int REPLY_PARTITIONS = 8;

  private final String topic;
  private final int partitions;
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> replies;
  private final Runnable checkAlive;
  private final Map<String, ConsumerRecord<byte[], byte[]>> collected = new HashMap<>();
  private final Set<String> poisoned = new HashSet<>();
  private int expected;
  private long numbers;

  private Counter(
      String topic,
      int partitions,
      KafkaProducer<byte[], byte[]> producer,
      KafkaConsumer<byte[], byte[]> replies,
      Runnable checkAlive) {
    this.topic = topic;
    this.partitions = partitions;
    this.producer = producer;
    this.replies = replies;
    this.checkAlive = checkAlive;
  }

  /** Makes the topics and opens the clients. The replies' timestamps are the broker's. */
  static Counter open(
      String bootstrapServers, String prefix, String kind, int partitions, Runnable checkAlive) {
    var topics = new Topics(prefix);
    var topic = topics.jobs(kind);
    try (var admin =
        Admin.create(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      TopicCreation.createMissing(
          admin,
          List.of(
              new NewTopic(topic, partitions, (short) 1),
              new NewTopic(topics.replies(), REPLY_PARTITIONS, (short) 1)
                  .configs(Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime"))),
          ADMIN_LIMIT);
    }
    var counter =
        new Counter(
            topic,
            partitions,
            new KafkaProducer<>(producerSettings(bootstrapServers)),
            new KafkaConsumer<>(consumerSettings(bootstrapServers)),
            checkAlive);
    counter.replies.assign(
        IntStream.range(0, REPLY_PARTITIONS)
            .mapToObj(partition -> new TopicPartition(topics.replies(), partition))
            .toList());
    return counter;
  }

  static Map<String, Object> producerSettings(String bootstrapServers) {
    return Map.of(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
        bootstrapServers,
        ProducerConfig.BATCH_SIZE_CONFIG,
        64 * 1024,
        ProducerConfig.LINGER_MS_CONFIG,
        0,
        ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
        ByteArraySerializer.class,
        ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
        ByteArraySerializer.class);
  }

  static Map<String, Object> consumerSettings(String bootstrapServers) {
    return Map.of(
        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
        bootstrapServers,
        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
        "read_committed",
        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
        "earliest",
        // Seldom and much: the figures come from the records' timestamps, not from when they are
        // read.
        ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
        1 << 20,
        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
        250,
        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
        20_000,
        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
        ByteArrayDeserializer.class,
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
        ByteArrayDeserializer.class);
  }

  String topic() {
    return topic;
  }

  /** Puts jobs in the queue, spread evenly over its partitions, and returns once all are there. */
  public void enqueue(List<Order> orders) {
    var sent = new ArrayList<Future<RecordMetadata>>(orders.size());
    orders.forEach(order -> sent.add(send(order)));
    requireTaken(sent);
  }

  /** The same at an even pace. */
  public void enqueue(List<Order> orders, int perSecond) {
    var sent = new ArrayList<Future<RecordMetadata>>(orders.size());
    var begin = System.nanoTime();
    for (var order : orders) {
      var due = begin + sent.size() * TimeUnit.SECONDS.toNanos(1) / perSecond;
      for (var left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptException("interrupted while jobs are enqueued");
        }
      }
      sent.add(send(order));
    }
    requireTaken(sent);
  }

  private Future<RecordMetadata> send(Order order) {
    var record =
        new ProducerRecord<byte[], byte[]>(
            topic, (int) (numbers++ % partitions), null, order.payload());
    record.headers().add(Headers.JOB_ID, Long.toString(numbers).getBytes(UTF_8));
    record.headers().add(Headers.JOB_KIND, order.kind().getBytes(UTF_8));
    RecordHeaders.toKafka(order.headers()).forEach(record.headers()::add);
    if (order.isPoison()) {
      poisoned.add(Long.toString(numbers));
    }
    expected++;
    return producer.send(record);
  }

  private void requireTaken(List<Future<RecordMetadata>> sent) {
    producer.flush();
    sent.forEach(this::requireTaken);
  }

  private void requireTaken(Future<RecordMetadata> sent) {
    if (sent.state() != Future.State.SUCCESS) {
      throw CommandFailure.of(
          "bench: %s: Kafka refused a job: %s".formatted(topic, sent.exceptionNow()));
    }
  }

  /**
   * Waits until every job enqueued since the last time is answered as it has to be, and returns the
   * answers.
   */
  public Answers collect(Duration limit) {
    awaitAnswers(expected, limit);
    var answers = new ArrayList<Answer>(expected);
    collected.values().forEach(record -> answers.add(answer(record)));
    collected.clear();
    poisoned.clear();
    expected = 0;
    return new Answers(answers);
  }

  /** Waits until so many of the jobs enqueued since the last time are answered. */
  public void awaitAnswers(int number, Duration limit) {
    var deadline = Instant.now().plus(limit);
    while (collected.size() < number) {
      checkAlive.run();
      if (Instant.now().isAfter(deadline)) {
        throw CommandFailure.of(
            "bench: %s: %d of %d jobs were answered within %d s"
                .formatted(topic, collected.size(), number, limit.toSeconds()),
            ExitCode.TIMEOUT,
            null);
      }
      for (var record : replies.poll(POLL_LIMIT)) {
        var id = record.headers().lastHeader(Headers.JOB_ID);
        collected.putIfAbsent(new String(id.value(), UTF_8), record);
      }
    }
  }

  /** Enqueues jobs and waits until they are done. */
  public Answers serve(List<Order> orders, Duration limit) {
    enqueue(orders);
    return collect(limit);
  }

  private Answer answer(ConsumerRecord<byte[], byte[]> record) {
    try {
      var reply = Json.read(record.value(), Reply.class);
      var due = poisoned.contains(reply.job()) ? Status.FAILED : Status.DONE;
      if (reply.status() != due) {
        throw CommandFailure.of(
            "bench: %s: job %s is %s, expected %s: %s"
                .formatted(topic, reply.job(), reply.status().text(), due.text(), reply.error()));
      }
      return new Answer(reply, Instant.ofEpochMilli(record.timestamp()));
    } catch (InvalidPayload e) {
      throw CommandFailure.of("bench: %s: no reply: %s".formatted(topic, e.getMessage()));
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE_LIMIT);
    replies.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(CLOSE_LIMIT));
  }
}
