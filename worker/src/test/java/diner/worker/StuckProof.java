package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.message.Header;
import diner.worker.JobFeed.Order;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One job that takes a minute at the head of a partition, and 200,000 behind it. */
class StuckProof {

  private static final int BEHIND = 200_000;
  private static final int LAST = BEHIND + 1;
  private static final int SLOW = 100;
  private static final int QUICK = 1;
  private static final int LAST_OF_ALL = 2;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(names = "EXACTLY_ONCE")
  void allBehindItAreDoneMeanwhileAndNoneIsRepeatedAfterAKill(DeliveryMode mode) throws Exception {
    try (var kafka = KafkaProcess.start(folder.resolve("kafka"));
        var kitchen = KitchenByNumber.start(StuckProof::delay);
        var diner = new Diner(kafka.bootstrapServers());
        var audit = ReplyAudit.start(diner)) {
      JobFeed.sendAll(diner, LAST, number -> order(diner, number == 0 ? SLOW : QUICK));
      var begin = System.nanoTime();
      try (var killed = WorkerProcess.start(arguments(diner, kitchen, mode), folder)) {
        audit.awaitAnswers(BEHIND, Duration.ofMinutes(2));
        var done = Duration.ofNanos(System.nanoTime() - begin);
        assertThat(audit.book().isAnswered(0)).as("the stuck one is answered").isFalse();
        // The commit that carries what is finished is not later than a second.
        Proofs.pass(Duration.ofSeconds(1));
        killed.kill();
        Proofs.say(
            "stuck", "delivery=%s behind=%d done=%s".formatted(mode, BEHIND, Proofs.seconds(done)));
      }
      // One more behind them all: when it is answered, nothing before it is left to be repeated.
      diner.send(
          order(diner, LAST_OF_ALL).with(Header.of("job-id", ReplyBook.id(LAST))),
          (_, failure) -> assertThat(failure).isNull());
      try (var _ = WorkerProcess.start(arguments(diner, kitchen, mode), folder)) {
        audit.awaitAnswers(LAST + 1, Duration.ofMinutes(2));
        Awaitility.await("no lag")
            .atMost(Diner.LIMIT)
            .until(() -> diner.commitLag(diner.topics().jobs("burgers")) == 0);

        var findings = audit.findings();
        var verdict = audit.book().verdict(LAST + 1);
        Proofs.say(
            "stuck",
            "delivery=%s jobs=%d %s orders=%d repeated=%d"
                .formatted(
                    mode,
                    LAST + 1,
                    verdict.counts(),
                    kitchen.orders(QUICK),
                    kitchen.orders(QUICK) - BEHIND));
        assertThat(findings).isEmpty();
        verdict.require(mode);
        assertThat(kitchen.orders(SLOW)).as("the stuck one is tried again").isEqualTo(2);
        if (!mode.mayDouble()) {
          assertThat(kitchen.orders(QUICK)).as("orders of those behind it").isEqualTo(BEHIND);
        }
      }
    }
  }

  /** The stuck one takes a minute; tried again, a second. */
  private static Duration delay(int number, int order) {
    return number != SLOW ? Duration.ZERO : Duration.ofSeconds(order == 1 ? 60 : 1);
  }

  private static Order order(Diner diner, int burgers) {
    return Order.to(diner.topics().jobs("burgers"), 0, "{\"number\":%d}".formatted(burgers));
  }

  private static List<String> arguments(Diner diner, KitchenByNumber kitchen, DeliveryMode mode) {
    return diner.workerArguments(
        "--delivery", mode.option(), "--kitchen-url", kitchen.url(), "--burgers-timeout", "5m");
  }
}
