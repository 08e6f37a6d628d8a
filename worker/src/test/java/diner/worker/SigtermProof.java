package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;

import diner.worker.JobFeed.Order;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SIGTERM amid five burgers that take three seconds each. */
@Tag("timed")
class SigtermProof {

  private static final int JOBS = 5;
  private static final Duration EXIT_LIMIT = Duration.ofMillis(500);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(names = "EXACTLY_ONCE")
  void exitsWithZeroAsSoonAsTheLastOfTheFiveIsAnswered(DeliveryMode mode) throws Exception {
    var lastReply = new AtomicLong();
    try (var kafka = KafkaProcess.start(folder.resolve("kafka"));
        var kitchen = KitchenOnItsOwn.slow();
        var diner = new Diner(kafka.bootstrapServers());
        var audit = ReplyAudit.start(diner, _ -> lastReply.set(System.nanoTime()));
        var worker = WorkerProcess.start(arguments(diner, kitchen, mode), folder)) {
      var burgers = diner.topics().jobs("burgers");
      JobFeed.sendAll(diner, JOBS, number -> Order.to(burgers, number, "{\"number\":1}"));
      Awaitility.await().atMost(Diner.LIMIT).until(() -> kitchen.ordersInWork() == JOBS);

      worker.terminate();
      var code = worker.exitCode();
      var exit = System.nanoTime();

      assertThat(code).as(worker.log()).isZero();
      var findings = audit.findings();
      var verdict = audit.book().verdict(JOBS);
      var afterLast = Duration.ofNanos(exit - lastReply.get());
      Proofs.say(
          "sigterm",
          "delivery=%s jobs=%d %s exit-after-last-reply=%dms lag=%d"
              .formatted(
                  mode, JOBS, verdict.counts(), afterLast.toMillis(), diner.commitLag(burgers)));
      assertThat(findings).isEmpty();
      verdict.require(mode);
      assertThat(verdict.doubled()).as(verdict.examples()).isZero();
      assertThat(diner.commitLag(burgers)).as("lag after the exit").isZero();
      assertThat(afterLast).isLessThan(EXIT_LIMIT);
    }
  }

  private static List<String> arguments(Diner diner, KitchenOnItsOwn kitchen, DeliveryMode mode) {
    return diner.workerArguments("--delivery", mode.option(), "--kitchen-url", kitchen.url());
  }
}
