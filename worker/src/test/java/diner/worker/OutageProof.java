package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A broker that answers nobody for a minute while jobs go on arriving. */
class OutageProof {

  private static final int PER_SECOND = 200;
  private static final int ENOUGH = 60_000;
  private static final Duration OUTAGE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(names = "EXACTLY_ONCE")
  void noJobIsLostAndNoWorkerEnds(DeliveryMode mode) throws Exception {
    var movement = new Movement();
    try (var kafka = KafkaProcess.start(folder.resolve("kafka"));
        var kitchen = KitchenByNumber.start((number, _) -> MixedOrders.delay(number));
        var diner = new Diner(kafka.bootstrapServers());
        var audit = ReplyAudit.start(diner, movement::onReply);
        var worker = WorkerProcess.start(arguments(diner, kitchen, mode), folder)) {
      var orders = new MixedOrders(diner.topics());
      try (var feed = JobFeed.start(diner, ENOUGH, PER_SECOND, orders::order)) {
        movement.awaitAll(MixedOrders.ALL_PARTITIONS);
        var before = worker.residentBytes();
        kafka.freeze();
        Proofs.pass(OUTAGE);
        assertThat(worker.isAlive()).as(worker.log()).isTrue();
        kafka.thaw();
        var back = movement.awaitAll(MixedOrders.ALL_PARTITIONS);
        var jobs = feed.stop();
        audit.awaitAnswers(jobs, Diner.LIMIT);
        Awaitility.await("no lag").atMost(Diner.LIMIT).until(() -> orders.lag(diner) == 0);

        var findings = audit.findings();
        var verdict = audit.book().verdict(jobs);
        var after = worker.residentBytes();
        Proofs.say(
            "outage",
            "delivery=%s outage=%s jobs=%d %s early-commits=%d all-partitions-again=%s rss before=%s after=%s"
                .formatted(
                    mode,
                    Proofs.seconds(OUTAGE),
                    jobs,
                    verdict.counts(),
                    findings.size(),
                    back,
                    Proofs.mebibytes(before),
                    Proofs.mebibytes(after)));
        assertThat(findings).isEmpty();
        verdict.require(mode);
        assertThat(worker.isAlive()).as(worker.log()).isTrue();
        worker.requireBoundedMemory(after);
      }
    }
  }

  private static List<String> arguments(Diner diner, KitchenByNumber kitchen, DeliveryMode mode) {
    return diner.workerArguments("--delivery", mode.option(), "--kitchen-url", kitchen.url());
  }
}
