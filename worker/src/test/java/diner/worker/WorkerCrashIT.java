package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;

import diner.localkafka.LocalKafka;
import diner.shared.message.Reply;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Real worker processes that are killed, stopped, and wrongly started. */
@ExtendWith(SharedKafka.class)
class WorkerCrashIT {

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
  void everyJobHasOneReplyThoughTheWorkerIsKilledAmidThem() throws Exception {
    var jobs = 5_000;
    diner.sendMany(burgers(), jobs, "{\"number\":1}");
    // With an instance id its next life need not wait for the end of the former one's session.
    var arguments =
        diner.workerArguments(
            "--waiting-limit", "500", "--kitchen-delay", "200ms", "--instance-id", "till-1");

    try (var killed = WorkerProcess.start(arguments, folder)) {
      assertThat(diner.replies(500)).hasSizeLessThan(jobs);
      killed.kill();
    }
    try (var _ = WorkerProcess.start(arguments, folder)) {
      Awaitility.await().atMost(Diner.LIMIT).until(() -> diner.commitLag(burgers()) == 0);
      var answered = diner.replies(jobs).stream().map(Reply::job).toList();
      assertThat(answered)
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, jobs).mapToObj(i -> "job-" + i).toList());
    }
  }

  @Test
  void exitsWith124WhenTheGraceTimeWasTooShort() throws Exception {
    diner.sendMany(burgers(), 5, "{\"number\":1}");
    try (var kitchen = KitchenOnItsOwn.stalled();
        var worker =
            WorkerProcess.start(
                diner.workerArguments("--kitchen-url", kitchen.url(), "--grace", "200ms"),
                folder)) {
      Awaitility.await().atMost(Diner.LIMIT).until(() -> kitchen.ordersInWork() == 5);

      worker.terminate();

      assertThat(worker.exitCode()).as(worker.log()).isEqualTo(124);
    }
  }

  @Test
  void endsWithOneWhenItsLoopDies() throws Exception {
    // A second worker of the same identity fences the first: its consumer can't go on.
    var arguments = diner.workerArguments("--instance-id", "till-1");
    try (var fenced = WorkerProcess.start(arguments, folder)) {
      Awaitility.await().atMost(Diner.LIMIT).until(() -> diner.members() == 1);
      try (var _ = WorkerProcess.start(arguments, folder)) {
        assertThat(fenced.exitCode()).as(fenced.log()).isEqualTo(1);
        assertThat(fenced.log()).contains("died: the worker ends island=intake");
      }
    }
  }

  @Test
  void refusesAKitchenUrlThatIsNone() throws Exception {
    try (var worker =
        WorkerProcess.start(diner.workerArguments("--kitchen-url", "kitchen"), folder)) {
      assertThat(worker.exitCode()).as(worker.log()).isEqualTo(1);
      assertThat(worker.log()).contains("kind 'burgers' can't be opened").doesNotContain("\tat ");
    }
  }

  @Test
  void refusesADeliveryThatIsNone() throws Exception {
    try (var worker =
        WorkerProcess.start(diner.workerArguments("--delivery", "at-most-once"), folder)) {
      assertThat(worker.exitCode()).isEqualTo(2);
      assertThat(worker.log()).contains("--delivery must be exactly-once or at-least-once");
    }
  }

  @Test
  void refusesToTakeJobsFromWhereItsAnswersGo() throws Exception {
    var replies = diner.topics().replies();
    try (var worker = WorkerProcess.start(diner.workerArguments("--topics", replies), folder)) {
      assertThat(worker.exitCode()).as(worker.log()).isEqualTo(2);
      assertThat(worker.log())
          .contains("--topics names the topic '" + replies + "'")
          .doesNotContain("\tat ");
    }
  }

  private String burgers() {
    return diner.topics().jobs("burgers");
  }
}
