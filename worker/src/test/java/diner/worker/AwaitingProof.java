package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.message.Reply;
import diner.worker.JobFeed.Order;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten thousand awaiting jobs at the kitchen at once, and a thousand that block in Thread.sleep, all
 * in one worker with a heap of 256 MiB.
 */
@Tag("timed")
class AwaitingProof {

  private static final int BURGERS = 10_000;
  private static final int NAPS = 1_000;
  private static final Duration COOKING = Duration.ofSeconds(4);
  private static final Duration NAP = Duration.ofSeconds(3);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path folder;

  private final Collection<Reply> naps = new ConcurrentLinkedQueue<>();

  @Test
  void tenThousandAwaitAndAThousandSleepWithinTheHeap() throws Exception {
    OutsideJar.ofExamples(folder);
    try (var kafka = KafkaProcess.start(folder.resolve("kafka"));
        var kitchen = KitchenOnItsOwn.taking(COOKING);
        var diner = new Diner(kafka.bootstrapServers());
        var audit = ReplyAudit.start(diner, this::onReply)) {
      diner.createTopic(diner.topics().jobs("seconds"), 8, Map.of());
      diner.createTopic(diner.topics().jobs("nap"), 8, Map.of());
      JobFeed.sendAll(diner, BURGERS + NAPS, number -> order(diner, number));
      try (var worker = WorkerProcess.start(arguments(diner, kitchen), folder)) {
        awaitAll(kitchen, audit, worker);
      }
    }
  }

  private void awaitAll(KitchenOnItsOwn kitchen, ReplyAudit audit, WorkerProcess worker)
      throws Exception {
    var begin = System.nanoTime();
    var resident = new ArrayList<Long>();
    Awaitility.await("all answered")
        .atMost(LIMIT)
        .until(() -> {
          resident.add(worker.residentBytes());
          return audit.book().answered() == BURGERS + NAPS;
        });
    var took = Duration.ofNanos(System.nanoTime() - begin);

    var verdict = audit.book().verdict(BURGERS + NAPS);
    var most = resident.stream().mapToLong(Long::longValue).max().orElseThrow();
    Proofs.say(
        "awaiting",
        "jobs=%d %s most-at-the-kitchen=%d most-asleep=%d took=%s rss max=%s"
            .formatted(
                BURGERS + NAPS,
                verdict.counts(),
                kitchen.mostOrdersInWork(),
                mostAtOnce(naps),
                Proofs.seconds(took),
                Proofs.mebibytes(most)));
    assertThat(audit.findings()).isEmpty();
    assertThat(List.of(verdict.missing(), verdict.doubled(), verdict.failed()))
        .as(verdict.examples())
        .containsOnly(0);
    assertThat(kitchen.mostOrdersInWork()).isEqualTo(BURGERS);
    assertThat(mostAtOnce(naps)).isEqualTo(NAPS);
    worker.requireBoundedMemory(most);
  }

  private void onReply(Reply reply) {
    if (reply.kind().equals("nap")) {
      naps.add(reply);
    }
  }

  private static Order order(Diner diner, int number) {
    return number < NAPS
        ? Order.to(
            diner.topics().jobs("nap"), number % 8, "{\"millis\":%d}".formatted(NAP.toMillis()))
        : Order.to(diner.topics().jobs("seconds"), number % 8, "{\"number\":1}");
  }

  /** How many attempts ran at the same time at most. */
  private static int mostAtOnce(Collection<Reply> replies) {
    var changes =
        replies.stream()
            .flatMap(reply ->
                Stream.of(Map.entry(reply.startedAt(), 1), Map.entry(reply.finishedAt(), -1)))
            .sorted(Comparator.<Map.Entry<Instant, Integer>, Instant>comparing(Map.Entry::getKey))
            .map(Map.Entry::getValue)
            .toList();
    var now = 0;
    var most = 0;
    for (var change : changes) {
      now += change;
      most = Math.max(most, now);
    }
    return most;
  }

  private List<String> arguments(Diner diner, KitchenOnItsOwn kitchen) {
    return diner.workerArguments(
        "--handlers",
        folder.resolve("handlers").toString(),
        "--kitchen-url",
        kitchen.url(),
        "--waiting-limit",
        Integer.toString(BURGERS + NAPS));
  }
}
