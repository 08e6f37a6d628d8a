package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.message.Header;
import diner.shared.message.Headers;
import diner.worker.JobFeed.Order;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One job in a hundred asks for a reply where none can go. */
class ReplyToProof {

  private static final int JOBS = 10_000;
  private static final int ONE_IN = 100;
  private static final int PARTITIONS = 8;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(names = "EXACTLY_ONCE")
  void theseAreAnsweredFailedAndTheOthersDone(DeliveryMode mode) throws Exception {
    try (var kafka = KafkaProcess.start(folder.resolve("kafka"));
        var kitchen = KitchenByNumber.start((_, _) -> Duration.ofMillis(20));
        var diner = new Diner(kafka.bootstrapServers());
        var audit = ReplyAudit.start(diner)) {
      // It exists, but nobody allowed it.
      diner.createTopic("elsewhere", 1, Map.of());
      JobFeed.sendAll(diner, JOBS, number -> order(diner, number));
      var begin = System.nanoTime();
      try (var worker = WorkerProcess.start(arguments(diner, kitchen, mode), folder)) {
        audit.awaitAnswers(JOBS, Diner.LIMIT);
        var took = Duration.ofNanos(System.nanoTime() - begin);
        Awaitility.await("no lag")
            .atMost(Diner.LIMIT)
            .until(() -> diner.commitLag(diner.topics().jobs("burgers")) == 0);

        var findings = audit.findings();
        var verdict = audit.book().verdict(JOBS);
        Proofs.say(
            "reply-to",
            "delivery=%s jobs=%d %s early-commits=%d took=%s"
                .formatted(mode, JOBS, verdict.counts(), findings.size(), Proofs.seconds(took)));
        assertThat(findings).isEmpty();
        assertThat(verdict.missing()).as(verdict.examples()).isZero();
        assertThat(verdict.doubled()).as(verdict.examples()).isZero();
        assertThat(verdict.oddLetters()).as(verdict.examples()).isZero();
        assertThat(audit.book().failed())
            .containsExactlyElementsOf(
                IntStream.range(0, JOBS).filter(ReplyToProof::isOdd).boxed().toList());
        assertThat(worker.isAlive()).as(worker.log()).isTrue();
      }
    }
  }

  private static Order order(Diner diner, int number) {
    var plain = Order.to(diner.topics().jobs("burgers"), number % PARTITIONS, "{\"number\":1}");
    if (!isOdd(number)) {
      return plain;
    }
    return switch (number / ONE_IN % 3) {
      case 0 -> plain.with(Header.of("reply-to", diner.topics().prefix() + ".nowhere"));
      case 1 -> plain.with(Header.of("reply-to", "elsewhere"));
      default ->
          plain
              .with(Header.of(Headers.SPRING_REPLY_TOPIC, diner.topics().replies()))
              .with(
                  new Header(
                      Headers.SPRING_REPLY_PARTITION,
                      ByteBuffer.allocate(Integer.BYTES).putInt(PARTITIONS).array()));
    };
  }

  private static boolean isOdd(int number) {
    return number % ONE_IN == 0;
  }

  private static List<String> arguments(Diner diner, KitchenByNumber kitchen, DeliveryMode mode) {
    return diner.workerArguments("--delivery", mode.option(), "--kitchen-url", kitchen.url());
  }
}
