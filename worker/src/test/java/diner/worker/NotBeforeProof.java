package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.message.Header;
import diner.shared.message.Headers;
import diner.shared.message.Reply;
import diner.worker.JobFeed.Order;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ten thousand jobs that may all be started at one moment, and others in the same partitions. */
@Tag("timed")
class NotBeforeProof {

  private static final int LATER = 10_000;
  private static final int PER_SECOND = 200;
  private static final Duration ALONE = Duration.ofSeconds(5);
  private static final Duration AHEAD = Duration.ofSeconds(20);
  private static final Duration AFTER = Duration.ofSeconds(10);

  /** They are sent evenly until all is over. */
  private static final int OTHERS = (int) ALONE.plus(AHEAD).plus(AFTER).toSeconds() * PER_SECOND;

  private static final int PARTITIONS = 8;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(names = "EXACTLY_ONCE")
  void noneStartsBeforeItsTimeAndOthersPassThemBy(DeliveryMode mode) throws Exception {
    Queue<Reply> later = new ConcurrentLinkedQueue<>();
    Queue<Reply> others = new ConcurrentLinkedQueue<>();
    try (var kafka = KafkaProcess.start(folder.resolve("kafka"));
        var kitchen = KitchenByNumber.start((_, _) -> Duration.ofMillis(50));
        var diner = new Diner(kafka.bootstrapServers());
        var audit =
            ReplyAudit.start(diner, reply -> (number(reply) < OTHERS ? others : later).add(reply));
        var _ = WorkerProcess.start(arguments(diner, kitchen, mode), folder)) {
      try (var feed = JobFeed.start(diner, OTHERS, PER_SECOND, number -> order(diner, number))) {
        Awaitility.await("the worker works").atMost(Diner.LIMIT).until(() -> !others.isEmpty());
        var begin = Instant.now();
        Proofs.pass(ALONE);
        var sent = Instant.now();
        var due = sent.plus(AHEAD);
        sendAll(diner, due);
        var waiting = Instant.now();
        Awaitility.await("all answered")
            .atMost(Duration.ofMinutes(3))
            .until(() -> feed.isOver() && audit.book().answered() == OTHERS + LATER);
        feed.stop();
        Awaitility.await("no lag")
            .atMost(Diner.LIMIT)
            .until(() -> diner.commitLag(diner.topics().jobs("burgers")) == 0);

        var findings = audit.findings();
        var verdict = audit.book().verdict(OTHERS + LATER);
        var early = later.stream().filter(reply -> reply.startedAt().isBefore(due)).count();
        var last = later.stream().map(Reply::finishedAt).max(Instant::compareTo).orElseThrow();
        var lastAfter = Duration.between(due, last);
        var calm = millis(others, at -> at.isAfter(begin) && at.isBefore(sent));
        var meanwhile =
            millis(others, at -> at.isAfter(waiting) && at.isBefore(due.minusSeconds(1)));
        var rush = millis(others, at -> at.isAfter(due) && at.isBefore(last));
        Proofs.say(
            "not-before",
            "delivery=%s later=%d others=%d %s early=%d last-done-after=%s; others' ms p50/p99 alone=%s meanwhile=%s when-due=%s"
                .formatted(
                    mode,
                    LATER,
                    OTHERS,
                    verdict.counts(),
                    early,
                    Proofs.seconds(lastAfter),
                    percentiles(calm),
                    percentiles(meanwhile),
                    percentiles(rush)));
        assertThat(findings).isEmpty();
        verdict.require(mode);
        assertThat(early).as("started before their time").isZero();
        assertThat(lastAfter).isLessThan(Duration.ofSeconds(30));
        assertThat(meanwhile).hasSizeGreaterThan(PER_SECOND);
        assertThat(percentile(meanwhile, 50))
            .as("others do not wait for those whose time has not come")
            .isLessThan(AHEAD.toMillis() / 4);
      }
    }
  }

  private static void sendAll(Diner diner, Instant due) {
    var acknowledged = new AtomicInteger();
    for (var number = OTHERS; number < OTHERS + LATER; number++) {
      diner.send(
          order(diner, number)
              .with(Header.of(Headers.JOB_ID, ReplyBook.id(number)))
              .with(Header.of(Headers.NOT_BEFORE, due.toString())),
          (_, failure) -> {
            if (failure == null) {
              acknowledged.incrementAndGet();
            }
          });
    }
    Awaitility.await("all sent").atMost(Diner.LIMIT).until(() -> acknowledged.get() == LATER);
    assertThat(Instant.now()).as("sent before they are due").isBefore(due.minusSeconds(5));
  }

  private static Order order(Diner diner, int number) {
    return Order.to(diner.topics().jobs("burgers"), number % PARTITIONS, "{\"number\":1}");
  }

  private static int number(Reply reply) {
    return Integer.parseInt(reply.job().substring(ReplyBook.id(0).length() - 1));
  }

  /**
   * From its record's timestamp to the end of its attempt, of those sent at such a time; sorted.
   */
  private static List<Long> millis(Queue<Reply> replies, Predicate<Instant> sentAt) {
    return replies.stream()
        .filter(reply -> sentAt.test(reply.enqueuedAt()))
        .map(reply -> Duration.between(reply.enqueuedAt(), reply.finishedAt()).toMillis())
        .sorted()
        .toList();
  }

  private static String percentiles(List<Long> sorted) {
    return sorted.isEmpty()
        ? "none"
        : percentile(sorted, 50) + "/" + percentile(sorted, 99) + " of " + sorted.size();
  }

  private static long percentile(List<Long> sorted, int percent) {
    return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
  }

  private static List<String> arguments(Diner diner, KitchenByNumber kitchen, DeliveryMode mode) {
    return diner.workerArguments("--delivery", mode.option(), "--kitchen-url", kitchen.url());
  }
}
