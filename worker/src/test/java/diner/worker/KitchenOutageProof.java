package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;

import diner.worker.JobFeed.Order;
import diner.worker.MoodyKitchen.Mood;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A kitchen that is gone for a minute while 10,000 burgers wait and houses are cleaned. */
@Tag("timed")
class KitchenOutageProof {

  private static final int BURGERS = 10_000;
  private static final int HOUSES = 1_000;
  private static final int HOUSES_PER_SECOND = 5;

  /** It answers 503 for so long, and then refuses connections for as long again. */
  private static final Duration HALF = Duration.ofSeconds(30);

  /** The aim is 15 s; a test by the clock fails by the machine. */
  private static final Duration DONE_LIMIT = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(names = "EXACTLY_ONCE")
  void noJobIsGivenUpAndNoneLosesAnAttempt(DeliveryMode mode) throws Exception {
    var tally = new AttemptTally();
    try (var kafka = KafkaProcess.start(folder.resolve("kafka"));
        var kitchen = MoodyKitchen.start(Mood.always(503));
        var diner = new Diner(kafka.bootstrapServers());
        var audit = ReplyAudit.start(diner, tally::onReply)) {
      JobFeed.sendAll(diner, BURGERS, number -> burgers(diner, number));
      try (var worker = WorkerProcess.start(arguments(diner, kitchen, mode), folder)) {
        Awaitility.await("orders").atMost(Diner.LIMIT).until(() -> kitchen.orders() > 0);
        try (var feed =
            JobFeed.start(
                diner, BURGERS, HOUSES, HOUSES_PER_SECOND, number -> house(diner, number))) {
          Proofs.pass(HALF);
          var refused = kitchen.orders();
          kitchen.goAway();
          Proofs.pass(HALF);
          var housesSent = feed.sent();
          var housesDone = tally.answered("cleaning");
          assertThat(tally.answered("burgers")).as("burgers answered meanwhile").isZero();
          var ready = worker.health("ready");

          kitchen.is(Mood.WELL);
          kitchen.comeBack();
          var back = System.nanoTime();
          Awaitility.await("all burgers answered")
              .atMost(DONE_LIMIT)
              .until(() -> tally.answered("burgers") == BURGERS);
          var done = Duration.ofNanos(System.nanoTime() - back);
          var jobs = BURGERS + feed.stop();
          audit.awaitAnswers(jobs, Diner.LIMIT);

          var findings = audit.findings();
          var verdict = audit.book().verdict(jobs);
          Proofs.say(
              "kitchen-outage",
              "delivery=%s burgers=%d %s attempts=%s done-after-return=%s orders-while-503=%d houses=%d of %d sent, p50=%s p99=%s"
                  .formatted(
                      mode,
                      BURGERS,
                      verdict.counts(),
                      tally.attempts("burgers"),
                      Proofs.seconds(done),
                      refused,
                      housesDone,
                      housesSent,
                      Proofs.seconds(tally.latency("cleaning", 0.5)),
                      Proofs.seconds(tally.latency("cleaning", 0.99))));
          assertThat(ready).startsWith("200 ok; outage: burgers waits for its service since ");
          assertThat(findings).isEmpty();
          verdict.require(mode);
          assertThat(tally.attempts("burgers")).isEqualTo(Map.of(1, BURGERS));
          assertThat(housesSent - housesDone).as("houses not cleaned meanwhile").isLessThan(50);
        }
      }
    }
  }

  private static Order burgers(Diner diner, int number) {
    return Order.to(diner.topics().jobs("burgers"), number % 8, "{\"number\":1}");
  }

  private static Order house(Diner diner, int number) {
    return Order.to(
        diner.topics().jobs("cleaning"),
        number % 8,
        "{\"rooms\":2,\"width\":96,\"height\":96,\"dirt\":0.2,\"seed\":%d}".formatted(number));
  }

  private static List<String> arguments(Diner diner, MoodyKitchen kitchen, DeliveryMode mode) {
    return diner.workerArguments("--delivery", mode.option(), "--kitchen-url", kitchen.url());
  }
}
