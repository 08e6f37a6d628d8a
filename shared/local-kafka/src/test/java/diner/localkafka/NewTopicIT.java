package diner.localkafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.kafka.TopicCreation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** A topic takes records as soon as its creation has returned. */
class NewTopicIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int PARTITIONS = 100;

  @Test
  void everyPartitionOfANewTopicTakesARecordAtTheFirstTry() throws Exception {
    try (var kafka = LocalKafka.start();
        var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        var producer = producerThatTriesOnce(kafka)) {
      for (var round = 0; round < 3; round++) {
        var topic = "new-" + round;

        var created =
            TopicCreation.createMissing(
                admin, List.of(new NewTopic(topic, PARTITIONS, (short) 1)), LIMIT);

        assertThat(created).containsExactly(topic);
        // From the last to the first: the leaders are made one after the other.
        var sent = new ArrayList<Future<RecordMetadata>>();
        for (var partition = PARTITIONS - 1; partition >= 0; partition--) {
          sent.add(
              producer.send(new ProducerRecord<>(topic, partition, null, "a".getBytes(UTF_8))));
        }
        for (var record : sent) {
          assertThat(record.get(LIMIT.toSeconds(), TimeUnit.SECONDS).offset()).isZero();
        }
      }
    }
  }

  private static KafkaProducer<byte[], byte[]> producerThatTriesOnce(LocalKafka kafka) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            kafka.bootstrapServers(),
            "enable.idempotence",
            false,
            "retries",
            0);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
