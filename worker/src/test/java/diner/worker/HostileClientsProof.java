package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 200 slow clients, 100,000 bad requests and 5,000 idle connections against gateway and worker,
 * each with a heap of 256 MiB, while others are served.
 */
@Tag("timed")
class HostileClientsProof {

  private static final int SLOW = 200;
  private static final long SLOW_LIMIT_MILLIS = 40_000;
  private static final int BAD = 100_000;
  private static final int BAD_CONNECTIONS = 8;
  private static final int IDLE = 5_000;
  private static final Duration IDLE_FOR = Duration.ofSeconds(10);
  private static final long MOST_RESIDENT_BYTES = 512L << 20;

  @TempDir private Path folder;

  @Test
  void keepNobodyOutAndTakeNoMemory() throws Exception {
    try (var kafka = KafkaProcess.start(folder.resolve("kafka"));
        var diner = new Diner(kafka.bootstrapServers());
        var worker = WorkerProcess.start(diner.workerArguments(), folder);
        var gateway = GatewayProcess.start(diner, folder)) {
      Awaitility.await("ready")
          .atMost(Diner.LIMIT)
          .ignoreException(AssertionError.class)
          .until(() -> worker.health("ready").startsWith("200"));

      try (var attacks = Executors.newFixedThreadPool(2)) {
        var both =
            List.of(
                attacks.submit(() -> {
                  attack(
                      "gateway",
                      gateway.port(),
                      "/burgers?number=1",
                      () -> resident(gateway.pid()));
                  return null;
                }),
                attacks.submit(() -> {
                  attack(
                      "worker", worker.httpPort(), "/health/ready", () -> resident(worker.pid()));
                  return null;
                }));
        for (Future<?> attack : both) {
          attack.get();
        }
      }

      assertThat(gateway.said()).doesNotContain("OutOfMemoryError").doesNotContain("ERROR");
      assertThat(worker.log()).doesNotContain("OutOfMemoryError").doesNotContain("ERROR");
    }
  }

  private static void attack(String target, int port, String path, LongSupplier resident)
      throws Exception {
    var hostile = new HostileClients(port);
    var before = resident.getAsLong();
    var healthy = HealthyClient.start(hostile, path);
    try (healthy) {
      var slowest = hostile.slow(SLOW, SLOW_LIMIT_MILLIS);
      var afterSlow = resident.getAsLong();
      var begin = System.nanoTime();
      hostile.bad(BAD, BAD_CONNECTIONS, Proofs.seed());
      var bad = Duration.ofNanos(System.nanoTime() - begin);
      var afterBad = resident.getAsLong();
      var idle = hostile.silent(IDLE);
      Proofs.pass(IDLE_FOR);
      var withIdle = resident.getAsLong();
      for (Socket socket : idle) {
        socket.close();
      }
      healthy.close();
      Proofs.say(
          "hostile-clients",
          "target=%s slow-cut-after=%dms bad=%d in %s rss before=%s slow=%s bad=%s idle=%s healthy: %s"
              .formatted(
                  target,
                  slowest,
                  BAD,
                  Proofs.seconds(bad),
                  Proofs.mebibytes(before),
                  Proofs.mebibytes(afterSlow),
                  Proofs.mebibytes(afterBad),
                  Proofs.mebibytes(withIdle),
                  healthy.figures()));
      assertThat(healthy.failures()).as(target).isEmpty();
      assertThat(Math.max(afterBad, withIdle)).as(target).isLessThan(MOST_RESIDENT_BYTES);
    }
  }

  private static long resident(long pid) {
    try {
      return WorkerProcess.residentBytes(pid);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
