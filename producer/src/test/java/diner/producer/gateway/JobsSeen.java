package diner.producer.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.kafka.RecordHeaders;
import diner.shared.message.Header;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Looks which jobs have come to a topic. */
record JobsSeen(KafkaConsumer<byte[], byte[]> consumer) implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  static JobsSeen of(String bootstrapServers, String topic) {
    var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    var partitions =
        consumer.partitionsFor(topic).stream()
            .map(it -> new TopicPartition(topic, it.partition()))
            .toList();
    consumer.assign(partitions);
    return new JobsSeen(consumer);
  }

  static Map<String, String> headers(ConsumerRecord<byte[], byte[]> job) {
    return RecordHeaders.of(job.headers()).all().stream()
        .collect(Collectors.toMap(Header::name, Header::text));
  }

  void awaitOne() {
    assertThat(await(_ -> true)).isNotNull();
  }

  ConsumerRecord<byte[], byte[]> await(String id) {
    return await(job -> id.equals(headers(job).get("job-id")));
  }

  ConsumerRecord<byte[], byte[]> awaitPayload(String payload) {
    return await(job -> payload.equals(new String(job.value(), UTF_8)));
  }

  private ConsumerRecord<byte[], byte[]> await(Predicate<ConsumerRecord<byte[], byte[]>> wanted) {
    consumer.seekToBeginning(consumer.assignment());
    var end = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() - end < 0) {
      for (var job : consumer.poll(Duration.ofMillis(200))) {
        if (wanted.test(job)) {
          return job;
        }
      }
    }
    throw new AssertionError("no such job within " + LIMIT);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
