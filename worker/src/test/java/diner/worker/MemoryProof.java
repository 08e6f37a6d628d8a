package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;

import diner.worker.JobFeed.Order;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A million jobs that wait for a worker with a heap of 256 MiB. */
class MemoryProof {

  private static final int JOBS = 1_000_000;
  private static final int PARTITIONS = 8;
  private static final long GROWTH_BYTES = 32L << 20;
  private static final Duration LIMIT = Duration.ofMinutes(6);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(names = "EXACTLY_ONCE")
  void aMillionQueuedJobsAreAnsweredWithinTheHeap(DeliveryMode mode) throws Exception {
    try (var kafka = KafkaProcess.start(folder.resolve("kafka"));
        var kitchen = KitchenByNumber.start((_, _) -> Duration.ZERO);
        var diner = new Diner(kafka.bootstrapServers())) {
      var burgers = diner.topics().jobs("burgers");
      JobFeed.sendAll(
          diner, JOBS, number -> Order.to(burgers, number % PARTITIONS, "{\"number\":1}"));
      var begin = System.nanoTime();
      try (var audit = ReplyAudit.start(diner);
          var worker = WorkerProcess.start(arguments(diner, kitchen, mode), folder)) {
        var resident = new ArrayList<Long>();
        Awaitility.await("all answered")
            .atMost(LIMIT)
            .pollInterval(Duration.ofSeconds(1))
            .until(() -> {
              resident.add(worker.residentBytes());
              return audit.book().answered() == JOBS;
            });
        var took = Duration.ofNanos(System.nanoTime() - begin);
        Awaitility.await("no lag").atMost(Diner.LIMIT).until(() -> diner.commitLag(burgers) == 0);

        var findings = audit.findings();
        var verdict = audit.book().verdict(JOBS);
        Proofs.say(
            "memory",
            "delivery=%s jobs=%d %s early-commits=%d took=%s rss middle=%s max=%s end=%s"
                .formatted(
                    mode,
                    JOBS,
                    verdict.counts(),
                    findings.size(),
                    Proofs.seconds(took),
                    Proofs.mebibytes(resident.get(resident.size() / 2)),
                    Proofs.mebibytes(Collections.max(resident)),
                    Proofs.mebibytes(resident.getLast())));
        assertThat(findings).isEmpty();
        verdict.require(mode);
        worker.requireBoundedMemory(Collections.max(resident));
        assertThat(Collections.max(resident))
            .as("no growth in the second half")
            .isLessThan(resident.get(resident.size() / 2) + GROWTH_BYTES);
      }
    }
  }

  private static List<String> arguments(Diner diner, KitchenByNumber kitchen, DeliveryMode mode) {
    return diner.workerArguments("--delivery", mode.option(), "--kitchen-url", kitchen.url());
  }
}
