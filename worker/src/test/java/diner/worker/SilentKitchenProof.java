package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.message.Reply;
import diner.worker.JobFeed.Order;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A kitchen that takes connections and orders and never answers, while houses are cleaned. */
@Tag("timed")
class SilentKitchenProof {

  private static final int BURGERS = 200;
  private static final int HOUSES = 2_000;
  private static final int HOUSES_PER_SECOND = 10;
  private static final int ATTEMPTS = 5;

  /** A second, less what clocks round off. */
  private static final Duration ATTEMPT = Duration.ofMillis(990);

  /** Five attempts and the pauses between them take some 6 s where nothing else is to be done. */
  private static final Duration DONE_LIMIT = Duration.ofSeconds(40);

  /** To Kafka, for probes of the kitchen, and for a connection that is kept. */
  private static final int OTHER_SOCKETS = 20;

  @TempDir private Path folder;

  private final AttemptTally tally = new AttemptTally();
  private final AtomicLong quickestMillis = new AtomicLong(Long.MAX_VALUE);
  private final AtomicInteger mostSockets = new AtomicInteger();

  /** In what a kitchen is silent. */
  enum Silence {
    HTTP2(0),
    /** An attempt may have its connection before that of the attempt before is closed. */
    HTTP1(2 * BURGERS),
    /** It does not even say which protocol it speaks. */
    MUTE(2 * BURGERS);

    /** Sockets to the kitchen at most, beside those of {@link #OTHER_SOCKETS}. */
    private final int sockets;

    Silence(int sockets) {
      this.sockets = sockets;
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyAttemptEndsAtItsLimitAndNothingPilesUp(Silence silence) throws Exception {
    switch (silence) {
      case HTTP2 -> {
        try (var kitchen = KitchenOnItsOwn.stalled()) {
          order(silence, kitchen.url());
        }
      }
      case HTTP1 -> {
        try (var kitchen = KitchenOnItsOwn.stalledHttp1()) {
          order(silence, kitchen.url());
        }
      }
      case MUTE -> {
        try (var kitchen = MuteKitchen.start()) {
          order(silence, kitchen.url());
        }
      }
    }
  }

  private void order(Silence silence, String kitchen) throws Exception {
    try (var kafka = KafkaProcess.start(folder.resolve("kafka"));
        var diner = new Diner(kafka.bootstrapServers());
        var audit = ReplyAudit.start(diner, this::onReply);
        var worker = WorkerProcess.start(arguments(diner, kitchen), folder)) {
      Awaitility.await("ready")
          .atMost(Diner.LIMIT)
          .ignoreException(AssertionError.class)
          .until(() -> worker.health("ready").startsWith("200"));
      var before = worker.openSockets();

      var begin = System.nanoTime();
      JobFeed.sendAll(diner, BURGERS, number -> burgers(diner, number));
      try (var feed = cleaning(diner)) {
        Awaitility.await("burgers given up").atMost(DONE_LIMIT).until(() -> areAllGivenUp(worker));
        var done = Duration.ofNanos(System.nanoTime() - begin);
        var cleaned = tally.answered("cleaning");
        var jobs = BURGERS + feed.stop();
        audit.awaitAnswers(jobs, Diner.LIMIT);
        Awaitility.await("connections closed")
            .atMost(Diner.LIMIT)
            .until(() -> worker.openSockets() <= before + OTHER_SOCKETS);

        var verdict = audit.book().verdict(jobs);
        Proofs.say(
            "silent-kitchen",
            "kitchen=%s burgers=%d %s attempts=%s done=%s quickest-attempt=%dms cleaned-meanwhile=%d sockets-before=%d most=%d after=%d"
                .formatted(
                    silence,
                    BURGERS,
                    verdict.counts(),
                    tally.attempts("burgers"),
                    Proofs.seconds(done),
                    quickestMillis.get(),
                    cleaned,
                    before,
                    mostSockets.get(),
                    worker.openSockets()));
        assertThat(audit.findings()).isEmpty();
        assertThat(List.of(verdict.missing(), verdict.doubled(), verdict.oddLetters()))
            .as(verdict.examples())
            .containsOnly(0);
        assertThat(verdict.failed()).isEqualTo(BURGERS);
        assertThat(cleaned).as("houses cleaned meanwhile").isGreaterThan(HOUSES_PER_SECOND);
      }
      assertThat(tally.attempts("burgers")).isEqualTo(Map.of(ATTEMPTS, BURGERS));
      assertThat(quickestMillis.get()).isGreaterThanOrEqualTo(ATTEMPT.toMillis());
      assertThat(mostSockets.get())
          .as("most sockets at once")
          .isLessThanOrEqualTo(before + silence.sockets + OTHER_SOCKETS);
      assertThat(worker.log()).doesNotContain("the service behind this kind");
      requireExhausted(diner);
    }
  }

  private void onReply(Reply reply) {
    tally.onReply(reply);
    if (reply.kind().equals("burgers")) {
      var millis = Duration.between(reply.startedAt(), reply.finishedAt()).toMillis();
      quickestMillis.accumulateAndGet(millis, Math::min);
    }
  }

  private boolean areAllGivenUp(WorkerProcess worker) throws Exception {
    mostSockets.accumulateAndGet(worker.openSockets(), Math::max);
    return tally.answered("burgers") == BURGERS;
  }

  private static void requireExhausted(Diner diner) {
    assertThat(diner.records(diner.topics().deadLetters(), BURGERS))
        .hasSize(BURGERS)
        .allSatisfy(letter -> {
          assertThat(Diner.header(letter, "dead-letter-reason")).isEqualTo("exhausted");
          assertThat(Diner.header(letter, "dead-letter-attempts"))
              .isEqualTo(Integer.toString(ATTEMPTS));
          assertThat(Diner.header(letter, "dead-letter-error-type")).isEqualTo("kitchen-timeout");
          assertThat(Diner.header(letter, "dead-letter-error-message"))
              .contains("no whole answer within");
        });
  }

  private static Order burgers(Diner diner, int number) {
    return Order.to(diner.topics().jobs("burgers"), number % 8, "{\"number\":1}");
  }

  private static JobFeed cleaning(Diner diner) {
    return JobFeed.start(
        diner,
        BURGERS,
        HOUSES,
        HOUSES_PER_SECOND,
        number ->
            Order.to(
                diner.topics().jobs("cleaning"),
                number % 8,
                "{\"rooms\":2,\"width\":64,\"height\":64,\"dirt\":0.2,\"seed\":%d}"
                    .formatted(number)));
  }

  private static List<String> arguments(Diner diner, String kitchen) {
    return diner.workerArguments(
        "--kitchen-url", kitchen, "--burgers-timeout", "1s", "--backoff", "50ms");
  }
}
