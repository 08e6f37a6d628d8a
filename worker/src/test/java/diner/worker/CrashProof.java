package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jobs of mixed length while workers, and the broker once, are killed amid them. */
@Tag("timed")
class CrashProof {

  private static final int JOBS = 20_000;
  private static final int PER_SECOND = 330;
  private static final int WORKERS = 3;
  private static final Duration BETWEEN_KILLS = Duration.ofSeconds(3);
  private static final int BROKER_KILL_AFTER = JOBS / 2;
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(90);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void everyJobIsAnsweredThoughWorkersAndTheBrokerAreKilled(DeliveryMode mode) throws Exception {
    var random = new Random(Proofs.seed());
    var movement = new Movement();
    try (var kafka = KafkaProcess.start(folder.resolve("kafka"));
        var kitchen = KitchenByNumber.start((number, _) -> MixedOrders.delay(number));
        var diner = new Diner(kafka.bootstrapServers());
        var audit = ReplyAudit.start(diner, movement::onReply);
        var crew = Crew.start(WORKERS, place -> arguments(diner, kitchen, mode, place), folder)) {
      Awaitility.await("a group at rest")
          .atMost(Diner.LIMIT)
          .until(() -> diner.isStable(WORKERS, MixedOrders.ALL_PARTITIONS));
      var orders = new MixedOrders(diner.topics());
      try (var feed = JobFeed.start(diner, JOBS, PER_SECOND, orders::order)) {
        var kills = 0;
        var brokerKills = 0;
        while (!feed.isOver()) {
          Proofs.pass(BETWEEN_KILLS);
          var place = random.nextInt(WORKERS);
          movement.onDeath(crew.kill(place).name());
          crew.replace(place);
          kills++;
          if (brokerKills == 0 && feed.sent() > BROKER_KILL_AFTER) {
            movement.onOutage();
            kafka.kill();
            kafka.startAgain();
            movement.onOutageOver();
            brokerKills++;
          }
        }
        assertThat(feed.stop()).isEqualTo(JOBS);
        var lastKill = System.nanoTime();
        audit.awaitAnswers(JOBS, DRAIN_LIMIT, () -> crew.logs() + kafka.log());
        var drained = Duration.ofNanos(System.nanoTime() - lastKill);
        Awaitility.await("no lag").atMost(DRAIN_LIMIT).until(() -> orders.lag(diner) == 0);

        var findings = audit.findings();
        var verdict = audit.book().verdict(JOBS);
        Proofs.say(
            "crash",
            "delivery=%s jobs=%d kills=%d broker-kills=%d %s looks=%d early-commits=%d takeovers=%d p50=%s max=%s, with the broker's restart max=%s drained=%s"
                .formatted(
                    mode,
                    JOBS,
                    kills,
                    brokerKills,
                    verdict.counts(),
                    audit.looks(),
                    findings.size(),
                    movement.count(),
                    Proofs.seconds(movement.median()),
                    Proofs.seconds(movement.longest()),
                    Proofs.seconds(movement.longestAcrossOutage()),
                    Proofs.seconds(drained)));
        assertThat(findings).isEmpty();
        verdict.require(mode);
      }
    }
  }

  private static List<String> arguments(
      Diner diner, KitchenByNumber kitchen, DeliveryMode mode, int place) {
    return diner.workerArguments(
        "--delivery",
        mode.option(),
        "--kitchen-url",
        kitchen.url(),
        "--cleaners",
        "2",
        "--instance-id",
        "place-" + place);
  }
}
