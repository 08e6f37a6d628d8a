package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How long the jobs of a killed worker stand still: first of one that nobody replaces, then of one
 * that a stranger replaces at once. The second dies when the first one's jobs go on; classic, no
 * instance ids.
 */
@Tag("timed")
class TakeoverProof {

  private static final int WORKERS = 3;
  private static final int PER_SECOND = 200;
  private static final int ENOUGH = 60_000;

  @TempDir private Path folder;

  /** {@code scan} is how often the broker looks for transactions whose time is over. */
  @ParameterizedTest
  @CsvSource({"EXACTLY_ONCE, 1000, 15s", "EXACTLY_ONCE, 10000, 20s"})
  void theJobsOfADeadWorkerGoOn(DeliveryMode mode, String scan, String limit) throws Exception {
    var within = Duration.parse("PT" + limit);
    var movement = new Movement();
    try (var kafka =
            KafkaProcess.start(
                folder.resolve("kafka"),
                "transaction.abort.timed.out.transaction.cleanup.interval.ms=" + scan);
        var kitchen = KitchenByNumber.start((number, _) -> MixedOrders.delay(number));
        var diner = new Diner(kafka.bootstrapServers());
        var audit = ReplyAudit.start(diner, movement::onReply);
        var crew = Crew.start(WORKERS, _ -> arguments(diner, kitchen, mode), folder)) {
      var orders = new MixedOrders(diner.topics());
      awaitRest(diner);
      try (var feed = JobFeed.start(diner, ENOUGH, PER_SECOND, orders::order)) {
        movement.awaitAll(MixedOrders.ALL_PARTITIONS);
        movement.onDeath(crew.kill(0).name());
        awaitTakeover(movement, within);
        movement.awaitAll(MixedOrders.ALL_PARTITIONS);
        movement.onDeath(crew.kill(1).name());
        crew.replace(1);
        awaitTakeover(movement, within);
        var jobs = feed.stop();
        audit.awaitAnswers(jobs, Diner.LIMIT, () -> crew.logs() + kafka.log());
        var findings = audit.findings();
        var verdict = audit.book().verdict(jobs);
        Proofs.say(
            "takeover",
            "delivery=%s scan=%sms jobs=%d kills=2 %s partitions=%d p50=%s max=%s bar=%s"
                .formatted(
                    mode,
                    scan,
                    jobs,
                    verdict.counts(),
                    movement.count(),
                    Proofs.seconds(movement.median()),
                    Proofs.seconds(movement.longest()),
                    limit));
        assertThat(findings).isEmpty();
        verdict.require(mode);
        // By the clock, and so by the machine: the bar is in the line above.
        assertThat(movement.longest()).isLessThan(within.multipliedBy(2));
      }
    }
  }

  private static void awaitRest(Diner diner) {
    Awaitility.await("a group at rest")
        .atMost(Diner.LIMIT)
        .until(() -> diner.isStable(WORKERS, MixedOrders.ALL_PARTITIONS));
  }

  /** A little longer than is allowed: the figure says more than a limit that ran out. */
  private static void awaitTakeover(Movement movement, Duration within) {
    Awaitility.await("takeover")
        .atMost(within.multipliedBy(3))
        .until(() -> movement.waiting() == 0);
  }

  private static List<String> arguments(Diner diner, KitchenByNumber kitchen, DeliveryMode mode) {
    return diner.workerArguments("--delivery", mode.option(), "--kitchen-url", kitchen.url());
  }
}
