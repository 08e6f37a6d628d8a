package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import diner.worker.JobFeed.Order;
import diner.worker.MoodyKitchen.Mood;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A kitchen that fails three orders of ten, at random. */
class FlakyKitchenProof {

  private static final int JOBS = 5_000;
  private static final double FAILING = 0.3;

  @TempDir private Path folder;

  /**
   * Geometric: 1 / 0.7 attempts on average, with a standard error of 0.011 over 5,000 jobs; with 5
   * attempts, 5,000 times 0.3 to the fifth, 12.2 give up, with a standard deviation of 3.5.
   */
  @ParameterizedTest
  @CsvSource({"500, 12, 0, 0", "503, 12, 0, 0", "500, 5, 1, 30"})
  void jobsAreTriedAgainAsOftenAsChanceSaysAndTheGateStaysOpen(
      int status, int maxAttempts, int leastGivenUp, int mostGivenUp) throws Exception {
    var random = new Random(Proofs.seed());
    var tally = new AttemptTally();
    try (var kafka = KafkaProcess.start(folder.resolve("kafka"));
        var kitchen =
            MoodyKitchen.start(() -> random.nextDouble() < FAILING ? status : Mood.WELL.status());
        var diner = new Diner(kafka.bootstrapServers());
        var audit = ReplyAudit.start(diner, tally::onReply)) {
      JobFeed.sendAll(diner, JOBS, number -> burgers(diner, number));
      var arguments =
          diner.workerArguments(
              "--kitchen-url",
              kitchen.url(),
              "--max-attempts",
              Integer.toString(maxAttempts),
              "--backoff",
              "50ms",
              "--backoff-limit",
              "1s"); // what is proved here does not depend on how long the waits are
      try (var worker = WorkerProcess.start(arguments, folder)) {
        audit.awaitAnswers(JOBS, Diner.LIMIT.multipliedBy(2));
        var findings = audit.findings();
        var verdict = audit.book().verdict(JOBS);
        Proofs.say(
            "flaky-kitchen",
            "status=%d max-attempts=%d jobs=%d %s mean-attempts=%.3f orders=%d"
                .formatted(
                    status,
                    maxAttempts,
                    JOBS,
                    verdict.counts(),
                    tally.meanAttempts("burgers"),
                    kitchen.orders()));
        assertThat(findings).isEmpty();
        assertThat(verdict.missing()).isZero();
        assertThat(verdict.doubled()).isZero();
        assertThat(verdict.oddLetters()).isZero();
        assertThat(tally.failed()).isBetween(leastGivenUp, mostGivenUp);
        assertThat(worker.log()).doesNotContain("the service behind this kind");
        if (mostGivenUp == 0) {
          assertThat(tally.meanAttempts("burgers")).isCloseTo(1 / (1 - FAILING), within(0.045));
        } else {
          requireExhausted(diner, tally.failed(), maxAttempts, status);
        }
      }
    }
  }

  private static void requireExhausted(Diner diner, int letters, int attempts, int status) {
    assertThat(diner.records(diner.topics().deadLetters(), letters))
        .hasSize(letters)
        .allSatisfy(letter -> {
          assertThat(Diner.header(letter, "dead-letter-reason")).isEqualTo("exhausted");
          assertThat(Diner.header(letter, "dead-letter-attempts"))
              .isEqualTo(Integer.toString(attempts));
          assertThat(Diner.header(letter, "dead-letter-error-type")).isEqualTo("kitchen-" + status);
          assertThat(Diner.header(letter, "dead-letter-error-message"))
              .contains("answered " + status);
        });
  }

  private static Order burgers(Diner diner, int number) {
    return Order.to(diner.topics().jobs("burgers"), number % 8, "{\"number\":1}");
  }
}
