package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;

import diner.localkafka.LocalKafka;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real worker processes that are left alone by Kafka. */
class WaitsForKafkaIT {

  @TempDir private Path folder;

  @Test
  void waitsForABrokerThatIsNotThereYetAndSaysSo() throws Exception {
    try (var kafka = LocalKafka.start();
        var late = new Diner(kafka)) {
      kafka.stop();
      try (var worker = WorkerProcess.start(late.workerArguments(), folder)) {
        Awaitility.await()
            .atMost(Diner.LIMIT)
            .until(() -> worker.log().contains("no Kafka yet: waiting for it"));
        assertThat(worker.isAlive()).isTrue();
        assertThat(worker.health("live")).isEqualTo("200 ok");
        assertThat(worker.health("ready")).isEqualTo("503 waiting for Kafka");

        kafka.startAgain();
        late.send(late.topics().jobs("burgers"), "{\"number\":1}");

        assertThat(late.replies(1)).hasSize(1);
        Awaitility.await().atMost(Diner.LIMIT).until(() -> worker.health("ready").equals("200 ok"));
      }
    }
  }

  @Test
  void waitsForABrokerThatGoesAwayAndGoesOnWhenItIsBack() throws Exception {
    try (var kafka = LocalKafka.start();
        var away = new Diner(kafka);
        var worker = WorkerProcess.start(away.workerArguments(), folder)) {
      away.sendMany(away.topics().jobs("burgers"), 10, "{\"number\":1}");
      away.replies(10);

      kafka.stop();
      Awaitility.await()
          .atMost(Diner.LIMIT)
          .until(() -> worker.log().contains("Kafka is away: waiting for it"));
      Awaitility.await()
          .atMost(Diner.LIMIT)
          .until(() -> worker.health("ready").equals("503 Kafka is away"));
      kafka.startAgain();
      away.sendMany(away.topics().jobs("burgers"), 10, "{\"number\":1}");

      assertThat(away.replies(20)).hasSizeGreaterThanOrEqualTo(20);
      assertThat(worker.isAlive()).isTrue();
      Awaitility.await()
          .atMost(Diner.LIMIT)
          .until(() -> away.commitLag(away.topics().jobs("burgers")) == 0);
      Awaitility.await()
          .atMost(Diner.LIMIT)
          .until(() -> worker.log().contains("Kafka is back: going on"));
    }
  }
}
