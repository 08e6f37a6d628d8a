package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.message.Header;
import diner.shared.message.Reply;
import diner.shared.message.Reply.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jobs that a kitchen refuses for good, and that are redriven once it does so no more, by a command
 * that is killed again and again before it gets to its end.
 */
class RedriveProof {

  private static final int JOBS = 2_000;
  private static final int KILLS = 8;

  /** With this in each letter a redrive takes twenty transactions. */
  private static final Header FILLER = Header.of("filler", "x".repeat(40_000));

  /** From a redrive's first transaction to its kill: several transactions, in random places. */
  private static final int LONGEST_ON_MILLIS = 600;

  @TempDir private Path folder;

  @Test
  void everyRedrivenJobIsDoneOnce() throws Exception {
    var random = new Random(Proofs.seed());
    var isMended = new AtomicBoolean();
    try (var kafka = KafkaProcess.start(folder.resolve("kafka"));
        var kitchen =
            KitchenByNumber.start(
                (_, _) -> isMended.get() ? Duration.ofMillis(5) : KitchenByNumber.UNKNOWN);
        var diner = new Diner(kafka.bootstrapServers());
        var _ =
            WorkerProcess.start(diner.workerArguments("--kitchen-url", kitchen.url()), folder)) {
      // given
      var burgers = diner.topics().jobs("burgers");
      JobFeed.sendAll(
          diner,
          JOBS,
          number -> JobFeed.Order.keyed(burgers, "key-" + number, "{\"number\": 2}").with(FILLER));
      assertThat(outcomes(diner.replies(JOBS))).containsExactlyInAnyOrderElementsOf(failed());
      isMended.set(true);

      // when
      var killedHalfWay = 0;
      for (var kills = 0; kills < KILLS; kills++) {
        if (redriveAndKill(diner, Duration.ofMillis(random.nextInt(LONGEST_ON_MILLIS)))) {
          killedHalfWay++;
        }
      }
      long last;
      try (var redrive = RedriveProcess.start(diner, folder)) {
        assertThat(redrive.exitCode()).as(redrive.said()).isZero();
        last = redrive.reported();
      }

      // then
      Awaitility.await("no lag").atMost(Diner.LIMIT).until(() -> diner.commitLag(burgers) == 0);
      var replies = diner.replies(2 * JOBS);
      var records = diner.records(burgers, 2 * JOBS);
      Proofs.say(
          "redrive",
          "jobs=%d killed-half-way=%d left-for-the-last=%d records=%d replies=%d"
              .formatted(JOBS, killedHalfWay, last, records.size(), replies.size()));
      var both = new ArrayList<>(failed());
      both.addAll(done());
      assertThat(outcomes(replies)).containsExactlyInAnyOrderElementsOf(both);
      assertThat(records).hasSize(2 * JOBS);
      assertThat(killedHalfWay).as("redrives that were killed half-way").isPositive();
    }
  }

  /** Whether it was killed after its first transactions and before its end. */
  private boolean redriveAndKill(Diner diner, Duration on) throws Exception {
    try (var redrive = RedriveProcess.start(diner, folder)) {
      Awaitility.await("the first transaction")
          .atMost(Diner.LIMIT)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> redrive.reported() > 0 || !redrive.isAlive());
      Proofs.pass(on);
      var isHalfWay = redrive.isAlive();
      redrive.kill();
      return isHalfWay;
    }
  }

  private static List<String> failed() {
    return all(Status.FAILED);
  }

  private static List<String> done() {
    return all(Status.DONE);
  }

  private static List<String> all(Status status) {
    return IntStream.range(0, JOBS).mapToObj(i -> ReplyBook.id(i) + " " + status.text()).toList();
  }

  private static List<String> outcomes(List<Reply> replies) {
    return replies.stream().map(reply -> reply.job() + " " + reply.status().text()).toList();
  }
}
