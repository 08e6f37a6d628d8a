package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;

import diner.localkafka.LocalKafka;
import diner.shared.kafka.KafkaSettings;
import diner.worker.intake.ConsumerSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Workers that the group knows by their instance id. */
@ExtendWith(SharedKafka.class)
class StaticMembersIT {

  private static final int PARTITIONS = 8;

  /** Dies when it is to give up partitions: they are no longer its own then, nor anybody's. */
  private static final class DiesAsItGivesUp implements ConsumerRebalanceListener {

    private boolean isDead;

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      if (!isDead) { // its close has it give up the rest
        isDead = true;
        throw new IllegalStateException("dead");
      }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
  }

  @Test
  void oneThatComesBackHasPartitionsOwnedThatItsFormerSelfHadGivenUp(LocalKafka kafka)
      throws Exception {
    try (var diner = new Diner(kafka)) {
      var topic = diner.topics().jobs("burgers");
      diner.createTopic(topic, PARTITIONS, Map.of());
      var former = consumer(diner, "first");
      former.subscribe(List.of(topic), new DiesAsItGivesUp());
      Awaitility.await("the former self has all")
          .atMost(Diner.LIMIT)
          .until(() -> polled(former) == PARTITIONS);

      try (var other = consumer(diner, "second")) {
        other.subscribe(List.of(topic));
        Awaitility.await("it has died")
            .atMost(Diner.LIMIT)
            .until(() -> {
              polled(other);
              return hasDied(former);
            });
        former.close(); // a static member does not leave
        for (var i = 0; i < 20; i++) {
          polled(other);
        }
        assertThat(other.assignment()).as("nobody offers it anything").isEmpty();

        try (var _ =
            RunningWorker.start(
                diner.workerArguments("--topics", topic, "--instance-id", "first"))) {
          Awaitility.await("its share")
              .atMost(Diner.LIMIT)
              .until(() -> polled(other) == PARTITIONS / 2);
          assertThat(diner.isStable(2, PARTITIONS)).isTrue();
        }
      }
    }
  }

  private static int polled(KafkaConsumer<byte[], byte[]> consumer) {
    consumer.poll(Duration.ofMillis(100));
    return consumer.assignment().size();
  }

  private static boolean hasDied(KafkaConsumer<byte[], byte[]> consumer) {
    try {
      polled(consumer);
      return false;
    } catch (KafkaException dead) {
      return true;
    }
  }

  /** As a worker makes its own. */
  private static KafkaConsumer<byte[], byte[]> consumer(Diner diner, String instanceId) {
    var kafka = new KafkaSettings(Map.of("bootstrap.servers", diner.bootstrapServers()));
    return new KafkaConsumer<>(
        ConsumerSettings.of(
            kafka, diner.group(), "classic", Optional.of(instanceId), Duration.ofSeconds(5)));
  }
}
