package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;

import diner.localkafka.LocalKafka;
import diner.shared.message.Header;
import diner.shared.message.Reply;
import diner.shared.message.Reply.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What protects the service behind a kind, through a whole worker. */
@ExtendWith(SharedKafka.class)
class KindLimitsIT {

  @TempDir private Path folder;
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
  void aKindHasNoMoreInFlightThanItsLimit() throws Exception {
    diner.sendMany(burgers(), 40, "{\"number\":1}");
    try (var kitchen = KitchenOnItsOwn.failing(0);
        var _ =
            RunningWorker.start(
                diner.workerArguments("--kitchen-url", kitchen.url(), "--limit", "burgers=3"))) {
      assertThat(diner.replies(40)).extracting(Reply::status).containsOnly(Status.DONE);
      assertThat(kitchen.mostOrdersInWork()).isEqualTo(3);
    }
  }

  @Test
  void aKindStartsNoFasterThanItsRateAndAnotherIsNotHeldUp() throws Exception {
    diner.createTopic(diner.topics().jobs("soup"), 1, Map.of());
    diner.sendMany(burgers(), 41, "{\"number\":1}");
    diner.send(diner.topics().jobs("soup"), "{\"bowls\":1}", Header.of("job-id", "soup"));
    try (var kitchen = KitchenOnItsOwn.failing(0);
        var _ =
            RunningWorker.start(
                diner.workerArguments("--kitchen-url", kitchen.url(), "--rate", "burgers=20/s"))) {
      var replies = diner.replies(42);
      var starts =
          replies.stream()
              .filter(reply -> reply.kind().equals("burgers"))
              .map(Reply::startedAt)
              .sorted(Comparator.naturalOrder())
              .toList();
      // Two tokens at first: the last of 41 has to wait for 39 more, 50 ms each; the first is late
      // on an event loop that is cold.
      assertThat(Duration.between(starts.getFirst(), starts.getLast()))
          .isGreaterThan(Duration.ofSeconds(1));
      assertThat(diner.reply("soup").startedAt()).isBefore(starts.getLast());
    }
  }

  @Test
  void aKindThatTheWorkerDoesNotHaveIsWrongUsage() throws Exception {
    try (var worker = WorkerProcess.start(diner.workerArguments("--limit", "salad=3"), folder)) {
      assertThat(worker.exitCode()).isEqualTo(2);
      assertThat(worker.log())
          .contains("worker: --limit names the kind 'salad', which this worker does not have");
    }
  }

  private String burgers() {
    return diner.topics().jobs("burgers");
  }
}
