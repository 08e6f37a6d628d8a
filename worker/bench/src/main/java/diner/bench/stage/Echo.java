package diner.bench.stage;

import diner.bench.report.Samples;
import diner.shared.kafka.TopicCreation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The least that an answer over Kafka takes: a loop that reads a record and writes it back, reply
 * and offset in one transaction, and nothing else. On threads of this process: one that echoes, one
 * that reads what comes back; the main thread asks.
 */
public final class Echo implements AutoCloseable {

  private static final int PARTITIONS = 8;
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration POLL_LIMIT = Duration.ofMillis(500);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  private final String there;
  private final String back;
  private final KafkaConsumer<String, String> asked;
  private final KafkaProducer<String, String> answering;
  private final KafkaConsumer<String, String> answered;
  private final KafkaProducer<String, String> asking;
  private final List<Thread> threads = new ArrayList<>();
  private final Map<String, Long> due = new HashMap<>();
  private final List<Double> millis = new ArrayList<>();

  private Echo(String bootstrapServers, String name) {
    this.there = name + ".there";
    this.back = name + ".back";
    Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers);
    asked = consumer(settings, there);
    answered = consumer(settings, back);
    asking = producer(settings, Map.of());
    answering =
        producer(
            settings,
            Map.of(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG, name, ProducerConfig.LINGER_MS_CONFIG, 0));
  }

  /** Makes its topics and begins to echo. */
  static Echo open(String bootstrapServers, String name) {
    var echo = new Echo(bootstrapServers, name);
    echo.answering.initTransactions();
    echo.start("echo", echo::answer);
    echo.start("echo-reader", echo::read);
    return echo;
  }

  private static KafkaConsumer<String, String> consumer(
      Map<String, Object> settings, String topic) {
    var all = new HashMap<>(settings);
    all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    all.put(ConsumerConfig.GROUP_ID_CONFIG, topic);
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    try (var admin = Admin.create(settings)) {
      TopicCreation.createMissing(
          admin, List.of(new NewTopic(topic, PARTITIONS, (short) 1)), LIMIT);
    }
    var consumer = new KafkaConsumer<>(all, new StringDeserializer(), new StringDeserializer());
    consumer.assign(
        IntStream.range(0, PARTITIONS).mapToObj(i -> new TopicPartition(topic, i)).toList());
    return consumer;
  }

  private static KafkaProducer<String, String> producer(
      Map<String, Object> settings, Map<String, Object> more) {
    var all = new HashMap<>(settings);
    all.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    all.putAll(more);
    return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
  }

  private void start(String name, Runnable loop) {
    threads.add(
        Thread.ofPlatform()
            .daemon()
            .name(name)
            .start(() -> {
              try {
                while (true) {
                  loop.run();
                }
              } catch (WakeupException | InterruptException closed) {
                // the end
              }
            }));
  }

  private void answer() {
    var records = asked.poll(POLL_LIMIT);
    if (records.isEmpty()) {
      return;
    }
    var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
    answering.beginTransaction();
    for (var record : records) {
      var _ = answering.send(new ProducerRecord<>(back, record.key(), record.value()));
      offsets.put(
          new TopicPartition(record.topic(), record.partition()),
          new OffsetAndMetadata(record.offset() + 1));
    }
    answering.sendOffsetsToTransaction(offsets, asked.groupMetadata());
    answering.commitTransaction();
  }

  private void read() {
    var records = answered.poll(POLL_LIMIT);
    var now = System.nanoTime();
    synchronized (this) {
      for (var record : records) {
        var since = due.remove(record.value());
        if (since != null) {
          millis.add((now - since) / 1e6);
        }
      }
      notifyAll();
    }
  }

  /** Sends records at an even pace, and returns what each took until it was back. */
  public Samples ask(int records, int perSecond) throws InterruptedException {
    var begin = System.nanoTime();
    for (var i = 0; i < records; i++) {
      var at = begin + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
      for (var left = at - System.nanoTime(); left > 0; left = at - System.nanoTime()) {
        LockSupport.parkNanos(left);
        if (Thread.interrupted()) {
          throw new InterruptedException("while records are sent");
        }
      }
      var id = begin + "-" + i;
      synchronized (this) {
        due.put(id, at);
      }
      var _ = asking.send(new ProducerRecord<>(there, id, id));
    }
    return collect();
  }

  private synchronized Samples collect() throws InterruptedException {
    var end = System.nanoTime() + LIMIT.toNanos();
    while (!due.isEmpty() && System.nanoTime() < end) {
      wait(POLL_LIMIT.toMillis());
    }
    if (!due.isEmpty()) {
      throw new IllegalStateException(due.size() + " records did not come back");
    }
    var times = Samples.of(millis.stream().mapToDouble(Double::doubleValue));
    millis.clear();
    return times;
  }

  @Override
  public void close() {
    asked.wakeup();
    answered.wakeup();
    try {
      for (var thread : threads) {
        thread.join(LIMIT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    asked.close();
    answered.close();
    asking.close(CLOSE_LIMIT);
    answering.close(CLOSE_LIMIT);
  }
}
