package diner.producer.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Looks whether jobs have come to a topic. */
record JobsSeen(KafkaConsumer<byte[], byte[]> consumer) implements AutoCloseable {

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
    consumer.seekToBeginning(partitions);
    return new JobsSeen(consumer);
  }

  void awaitOne() {
    assertThat(consumer.poll(Duration.ofSeconds(20)).count()).isPositive();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
