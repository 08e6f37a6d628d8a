package diner.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import diner.shared.cli.ExitCode;
import diner.shared.message.Header;
import diner.shared.message.Reply;
import diner.shared.message.Reply.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.kafka.KafkaContainer;

/**
 * The contract's main paths on the Kafka that most people will run it with: the public image. Runs
 * wherever Docker answers; elsewhere it is skipped, and the local broker's tests stand for it.
 */
@ExtendWith(PublicKafkaImage.class)
class PublicKafkaImageIT {

  @TempDir private Path folder;
  private Diner diner;

  @BeforeEach
  void open(KafkaContainer kafka) {
    diner = new Diner(kafka.getBootstrapServers());
  }

  @AfterEach
  void close() {
    diner.close();
  }

  @Test
  void aBareRecordGetsItsReply() throws Exception {
    diner.send(burgers(), "{\"number\":2}");

    try (var _ = RunningWorker.start(diner.workerArguments())) {
      var reply = diner.replies(1).getFirst();

      assertThat(reply.status()).isEqualTo(Status.DONE);
      assertThat(reply.job()).matches(burgers() + "/\\d+@0");
      assertThat(result(reply).get("burgers")).hasSize(2);
    }
  }

  @Test
  void aHouseIsCleaned() throws Exception {
    var house = "{\"rooms\":4,\"width\":256,\"height\":256,\"dirt\":0.2,\"seed\":42}";
    diner.send(diner.topics().jobs("cleaning"), house, Header.of("job-id", "house"));

    try (var _ = RunningWorker.start(diner.workerArguments())) {
      var reply = diner.reply("house");

      assertThat(reply.status()).isEqualTo(Status.DONE);
      assertThat(result(reply).get("rooms")).hasSize(4);
      assertThat(result(reply).get("psnrAfter").asDouble())
          .isGreaterThan(result(reply).get("psnrBefore").asDouble() + 5);
    }
  }

  @Test
  void aMalformedJobIsADeadLetterAndAFailedReplyAndTheNextJobRuns() throws Exception {
    var malformed = "{\"number\":";
    diner.send(burgers(), "table-7", malformed.getBytes(UTF_8), Header.of("job-id", "malformed"));
    diner.send(burgers(), "table-7", "{\"number\":1}".getBytes(UTF_8), Header.of("job-id", "next"));

    try (var _ = RunningWorker.start(diner.workerArguments())) {
      assertThat(diner.reply("next").status()).isEqualTo(Status.DONE);
      assertThat(diner.reply("malformed").status()).isEqualTo(Status.FAILED);
      assertThat(diner.records(diner.topics().deadLetters(), 1))
          .singleElement()
          .satisfies(letter -> {
            assertThat(letter.value()).isEqualTo(malformed.getBytes(UTF_8));
            assertThat(Diner.header(letter, "dead-letter-reason")).isEqualTo("malformed");
          });
    }
    assertThat(diner.commitLag(burgers())).isZero();
  }

  @Test
  void everyJobHasOneReplyThoughTheWorkerIsKilledAmidThem() throws Exception {
    var jobs = 2_000;
    diner.sendMany(burgers(), jobs, "{\"number\":1}");
    var arguments =
        diner.workerArguments(
            "--waiting-limit", "200", "--kitchen-delay", "200ms", "--instance-id", "till-1");

    try (var killed = WorkerProcess.start(arguments, folder)) {
      assertThat(diner.replies(200)).hasSizeLessThan(jobs);
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
  void aJobThatAKitchenRefusedIsRedrivenByTheCommandsOnceItIsMended() throws Exception {
    var isMended = new AtomicBoolean();
    try (var kitchen =
            KitchenByNumber.start(
                (_, _) -> isMended.get() ? Duration.ZERO : KitchenByNumber.UNKNOWN);
        var _ = RunningWorker.start(diner.workerArguments("--kitchen-url", kitchen.url()))) {
      var refused = produce(ExitCode.FINDINGS, "enqueue", "burgers", "--await", "-o", "json");
      assertThat(refused.out()).contains("\"status\":\"failed\"");
      var letters = produce(ExitCode.OK, "dead", "list");
      assertThat(letters.out()).contains("1 open", "permanent", "kitchen-404");

      isMended.set(true);
      produce(ExitCode.OK, "dead", "redrive");

      Awaitility.await("done")
          .atMost(Diner.LIMIT)
          .until(() -> diner.replies(2).stream().anyMatch(reply -> reply.status() == Status.DONE));
      Awaitility.await("no lag").atMost(Diner.LIMIT).until(() -> diner.commitLag(burgers()) == 0);
      var lag = produce(ExitCode.OK, "lag", "--group", diner.group(), "-o", "json");
      assertThat(lag.out()).contains("\"unfinished\":0").doesNotContain("\"unfinished\":1");
    }
  }

  private ProducerRun produce(int exitCode, String... command) throws Exception {
    var run = ProducerRun.of(diner, folder, command);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
    return run;
  }

  private String burgers() {
    return diner.topics().jobs("burgers");
  }

  private static JsonNode result(Reply reply) {
    return Objects.requireNonNull(reply.result(), "a result in the reply");
  }
}
