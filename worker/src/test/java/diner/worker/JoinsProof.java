package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workers that come and go, none by a crash, while jobs go on arriving in every partition. */
@Tag("timed")
class JoinsProof {

  /** Joins and leaves with each protocol; {@code -Dproof.changes=10} takes half the time. */
  private static final int CHANGES = Integer.getInteger("proof.changes", 20);

  private static final int MOST_WORKERS = 3;
  private static final int PER_SECOND = 400;
  private static final int ENOUGH = 200_000;

  /** Until broker and feed have been compiled: what they cost at first is not the newcomer's. */
  private static final Duration WARM_UP = Duration.ofSeconds(10);

  /** What is aimed at; printed, since a test that fails by the clock fails by the machine. */
  private static final Duration MOVES_AGAIN_BAR = Duration.ofSeconds(2);

  /** What takes longer has been forgotten. */
  private static final Duration MOVES_AGAIN_LIMIT = Duration.ofSeconds(15);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"EXACTLY_ONCE, classic", "EXACTLY_ONCE, consumer"})
  void everyPartitionMovesAgainAfterEachJoinAndLeave(DeliveryMode mode, String protocol)
      throws Exception {
    var random = new Random(Proofs.seed());
    var movement = new Movement();
    try (var kafka = KafkaProcess.start(folder.resolve("kafka"));
        var kitchen = KitchenByNumber.start((number, _) -> delay(number));
        var diner = new Diner(kafka.bootstrapServers());
        var audit = ReplyAudit.start(diner, movement::onReply);
        var crew = Crew.start(1, _ -> arguments(diner, kitchen, mode, protocol), folder)) {
      var orders = new MixedOrders(diner.topics());
      var still = new ArrayList<Movement.Stillness>();
      try (var feed = JobFeed.start(diner, ENOUGH, PER_SECOND, orders::order)) {
        awaitMovement(diner, crew, movement);
        Proofs.pass(WARM_UP);
        for (var change = 0; change < CHANGES; change++) {
          var isJoin = crew.size() == 1 || (crew.size() < MOST_WORKERS && random.nextBoolean());
          if (isJoin) {
            crew.join();
          } else {
            assertThat(crew.leave()).as("exit code of the one who left").isZero();
          }
          var stillness = awaitMovement(diner, crew, movement);
          still.add(stillness);
        }
        var jobs = feed.stop();
        audit.awaitAnswers(jobs, Diner.LIMIT, () -> crew.logs() + kafka.log());
        Awaitility.await("no lag").atMost(Diner.LIMIT).until(() -> orders.lag(diner) == 0);

        var findings = audit.findings();
        var verdict = audit.book().verdict(jobs);
        Proofs.say(
            "joins",
            "delivery=%s protocol=%s jobs=%d changes=%d %s early-commits=%d still p50=%s max=%s over-%s=%d"
                .formatted(
                    mode,
                    protocol,
                    jobs,
                    CHANGES,
                    verdict.counts(),
                    findings.size(),
                    still.stream().sorted().toList().get(CHANGES / 2),
                    Collections.max(still),
                    Proofs.seconds(MOVES_AGAIN_BAR),
                    still.stream()
                        .filter(each -> each.duration().compareTo(MOVES_AGAIN_BAR) > 0)
                        .count()));
        assertThat(findings).isEmpty();
        verdict.require(mode);
        assertThat(Collections.max(still).duration()).isLessThan(MOVES_AGAIN_LIMIT);
      }
    }
  }

  /** None takes long: every change waits for what runs. */
  private static Duration delay(int burgers) {
    return burgers == 4 ? Duration.ofMillis(500) : MixedOrders.delay(burgers);
  }

  /** How long, from the group being at rest, until each partition has answered a job. */
  private static Movement.Stillness awaitMovement(Diner diner, Crew crew, Movement movement) {
    Awaitility.await("a group at rest")
        .atMost(Diner.LIMIT)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> diner.isStable(crew.size(), MixedOrders.ALL_PARTITIONS));
    return movement.awaitAll(MixedOrders.ALL_PARTITIONS);
  }

  private static List<String> arguments(
      Diner diner, KitchenByNumber kitchen, DeliveryMode mode, String protocol) {
    return diner.workerArguments(
        "--delivery", mode.option(), "--kitchen-url", kitchen.url(), "--group-protocol", protocol);
  }
}
