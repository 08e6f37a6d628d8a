package diner.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import diner.localkafka.LocalKafka;
import diner.shared.message.Header;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What exactly-once promises, on a genuine broker: no lag is left behind. */
@ExtendWith(SharedKafka.class)
class ExactlyOnceIT {

  private Diner diner;

  @BeforeEach
  void open(LocalKafka kafka) {
    diner = new Diner(kafka);
  }

  @AfterEach
  void close() {
    diner.close();
  }

  @Test
  void markersOfTheProducersOwnTransactionsLeaveNoLag() throws Exception {
    var burgers = diner.topics().jobs("burgers");
    try (var _ = RunningWorker.start(diner.workerArguments())) {
      diner.sendInTransactions(burgers, 3, 5, "{\"number\":1}");

      // The transactions in between are aborted: of five, three are left.
      assertThat(diner.replies(9)).hasSize(9);
      Awaitility.await("no lag behind markers")
          .atMost(Diner.LIMIT)
          .until(() -> diner.commitLag(burgers) == 0);
    }
  }

  @Test
  void offsetsThatCompactionTookLeaveNoLag() throws Exception {
    var compacted = diner.topics().prefix() + ".compacted";
    diner.createTopic(
        compacted,
        1,
        Map.of(
            "cleanup.policy", "compact",
            "segment.ms", "100",
            "min.cleanable.dirty.ratio", "0.001",
            "max.compaction.lag.ms", "100"));
    for (var i = 0; i < 30; i++) {
      diner.send(compacted, "table-7", "{\"number\":1}".getBytes(UTF_8), kind());
      Proofs.pass(Duration.ofMillis(20)); // so that segments roll
    }
    Awaitility.await("compaction")
        .atMost(Diner.LIMIT)
        .until(() -> diner.records(compacted, 1).size() < 30);

    try (var _ = RunningWorker.start(diner.workerArguments("--topics", compacted))) {
      Awaitility.await("no lag behind gaps")
          .atMost(Diner.LIMIT)
          .until(() -> diner.commitLag(compacted) == 0);
    }
    assertThat(diner.replies(1)).hasSizeLessThan(30);
  }

  private static Header kind() {
    return Header.of("job-kind", "burgers");
  }
}
