package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.kafka.DoneAhead;
import diner.shared.message.Header;
import diner.shared.message.Reply;
import diner.shared.message.Turn;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a job's attempts in one life of its worker mean for the next. */
class LivesProof {

  private static final int ATTEMPTS = 5;

  @TempDir private Path folder;

  @Test
  void attemptsAreNotForgottenWhenTheWorkerIsKilled() throws Exception {
    try (var kafka = KafkaProcess.start(folder.resolve("kafka"));
        var diner = new Diner(kafka.bootstrapServers());
        var kitchen = KitchenByNumber.start((_, _) -> KitchenByNumber.REFUSED)) {
      var arguments = diner.workerArguments("--kitchen-url", kitchen.url());
      diner.send(diner.topics().jobs("burgers"), "{\"number\":1}", id());
      int recorded;
      try (var killed = WorkerProcess.start(arguments, folder)) {
        Awaitility.await("two attempts on record")
            .atMost(Diner.LIMIT)
            .until(() -> attemptsOnRecord(diner) >= 2);
        killed.kill();
        recorded = attemptsOnRecord(diner);
      }
      try (var _ = WorkerProcess.start(arguments, folder)) {
        var reply = diner.reply("unlucky");
        Proofs.say(
            "attempts",
            "recorded-before-kill=%d in-reply=%d orders=%d"
                .formatted(recorded, reply.attempts(), kitchen.orders(1)));
        assertThat(recorded).isLessThan(ATTEMPTS);
        assertThat(reply.attempts()).isEqualTo(ATTEMPTS);
        // The one that may have run when the worker was killed is not counted, and made again.
        assertThat(kitchen.orders(1)).isBetween(ATTEMPTS, ATTEMPTS + 1);
      }
    }
  }

  @Test
  void aJobThatEndsItsWorkerDoesSoFiveTimesAndIsGivenUp() throws Exception {
    try (var kafka = KafkaProcess.start(folder.resolve("kafka"));
        var diner = new Diner(kafka.bootstrapServers())) {
      var bombs = diner.topics().jobs("bomb");
      diner.createTopic(bombs, 1, Map.of());
      diner.send(bombs, "{}", id());
      for (var life = 1; life <= ATTEMPTS; life++) {
        try (var worker = WorkerProcess.startWithTestHandlers(arguments(diner, bombs), folder)) {
          assertThat(worker.exitCode()).as("life " + life + "\n" + worker.log()).isEqualTo(139);
        }
      }
      Reply reply;
      try (var _ = WorkerProcess.startWithTestHandlers(arguments(diner, bombs), folder)) {
        reply = diner.reply("unlucky");
      }
      Proofs.say(
          "crashed",
          "lives=%d status=%s error=%s".formatted(ATTEMPTS, reply.status(), reply.error()));
      assertThat(reply.status()).isEqualTo(Reply.Status.FAILED);
      assertThat(reply.attempts()).isEqualTo(ATTEMPTS);
      var letter = diner.records(diner.topics().deadLetters(), 1).getFirst();
      assertThat(Diner.header(letter, "dead-letter-reason")).isEqualTo("crashed");
    }
  }

  /**
   * Static membership, so that the next life need not wait for the end of the last one's session.
   */
  private static List<String> arguments(Diner diner, String bombs) {
    return diner.workerArguments("--topics", bombs, "--instance-id", "till-1");
  }

  private static int attemptsOnRecord(Diner diner) throws Exception {
    var attempts = 0;
    for (var commit : diner.commits().entrySet()) {
      var partition = commit.getKey();
      var turn = new Turn(partition.topic(), partition.partition(), commit.getValue().offset());
      var map = DoneAhead.decode(turn, commit.getValue().metadata()).orElseThrow();
      attempts += map.attempts().values().stream().mapToInt(Integer::intValue).sum();
    }
    return attempts;
  }

  private static Header id() {
    return Header.of("job-id", "unlucky");
  }
}
