package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;

import diner.localkafka.LocalKafka;
import diner.shared.message.Header;
import diner.shared.message.Headers;
import diner.shared.message.Reply;
import diner.shared.message.Reply.Failure;
import diner.shared.message.Reply.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From when and until when jobs may be started, through a whole worker on a genuine broker. */
@ExtendWith(SharedKafka.class)
class TimesIT {

  private static final String ONE = "{\"number\":1}";

  private Diner diner;

  @BeforeEach
  void open(LocalKafka kafka) {
    diner = new Diner(kafka);
  }

  @AfterEach
  void close() {
    diner.close();
  }

  @Test
  void aJobWaitsForItsTimeThroughAChangeOfWorkersAndOthersPassItBy() throws Exception {
    var due = Instant.now().plusSeconds(12);
    diner.createTopic(diner.topics().prefix() + ".single", 1, Map.of());
    var single = diner.topics().prefix() + ".single";
    diner.send(single, ONE, id("later"), kind("burgers"), at(Headers.NOT_BEFORE, due));
    diner.send(single, ONE, id("now"), kind("burgers"));
    try (var _ = start("--topics", single)) {
      assertThat(diner.reply("now").status()).isEqualTo(Status.DONE);
    }
    assertThat(Instant.now()).as("the first worker stopped in time").isBefore(due);

    try (var _ = start("--topics", single)) {
      var reply = diner.reply("later");

      assertThat(reply.status()).isEqualTo(Status.DONE);
      assertThat(reply.attempts()).isEqualTo(1);
      assertThat(reply.startedAt()).isBetween(due, due.plusSeconds(20));
      assertThat(diner.replies(2)).hasSize(2);
    }
    assertThat(diner.commitLag(single)).isZero();
  }

  @Test
  void aJobThatFailsUntilItsDeadlineExpiresWithItsLastError() throws Exception {
    try (var kitchen = KitchenOnItsOwn.failing(1);
        var _ = start("--kitchen-url", kitchen.url(), "--max-attempts", "50")) {
      Awaitility.await().atMost(Diner.LIMIT).until(() -> diner.members() == 1);
      var deadline = Instant.now().plusSeconds(4);
      diner.send(burgers(), ONE, id("a"), at(Headers.DEADLINE, deadline));

      var reply = diner.reply("a");

      assertThat(reply.status()).isEqualTo(Status.EXPIRED);
      assertThat(reply.attempts()).isPositive();
      assertThat(reply.error()).isNotNull();
      assertThat(reply.finishedAt()).isBetween(deadline, deadline.plusSeconds(20));
      assertNoDeadLetters();
    }
    assertThat(diner.commitLag(burgers())).isZero();
  }

  @Test
  void anAttemptIsCutOffAtTheDeadlineAndAJobWithoutAPlaceExpiresMeanwhile() throws Exception {
    try (var kitchen = KitchenByNumber.start((_, _) -> Duration.ofMinutes(2));
        var _ = start("--kitchen-url", kitchen.url(), "--waiting-limit", "1")) {
      Awaitility.await().atMost(Diner.LIMIT).until(() -> diner.members() == 1);
      var deadline = Instant.now().plusSeconds(8);
      diner.send(burgers(), ONE, id("runs"), at(Headers.DEADLINE, deadline));
      Awaitility.await().atMost(Diner.LIMIT).until(() -> kitchen.orders(1) == 1);
      diner.send(burgers(), ONE, id("waits"), at(Headers.DEADLINE, deadline.minusSeconds(4)));

      var waited = diner.reply("waits");
      assertThat(waited.status()).isEqualTo(Status.EXPIRED);
      assertThat(waited.attempts()).isZero();
      assertThat(waited.error()).isNull();

      var cutOff = diner.reply("runs");
      assertThat(cutOff.status()).isEqualTo(Status.EXPIRED);
      assertThat(cutOff.attempts()).isEqualTo(1);
      assertThat(cutOff.error()).isNotNull();
      assertThat(kitchen.orders(1)).as("orders").isEqualTo(1);
      assertNoDeadLetters();
    }
  }

  @Test
  void aComputingJobExpiresBehindOthersAndMakesNoAttempt() throws Exception {
    var cleaning = diner.topics().jobs("cleaning");
    var house = "{\"rooms\":4,\"width\":2048,\"height\":2048,\"dirt\":0.2,\"seed\":42}";
    for (var i = 0; i < 6; i++) {
      diner.send(cleaning, house, id("house-" + i));
    }
    var deadline = Instant.now().plusMillis(100);
    diner.send(cleaning, house, id("late"), at(Headers.DEADLINE, deadline));

    try (var _ = start("--cleaners", "1")) {
      var reply = diner.reply("late");

      assertThat(reply.status()).isEqualTo(Status.EXPIRED);
      assertThat(reply.attempts()).isZero();
      assertThat(diner.replies(7)).extracting(Reply::job).doesNotHaveDuplicates();
    }
    assertThat(diner.commitLag(cleaning)).isZero();
  }

  @Test
  void timesThatCantBeMeantAreRejected() throws Exception {
    diner.send(burgers(), ONE, id("a"), Header.of(Headers.NOT_BEFORE, "tomorrow"));
    diner.send(burgers(), ONE, id("b"), at(Headers.NOT_BEFORE, Instant.MAX));
    diner.send(burgers(), ONE, id("c"), Header.of(Headers.DEADLINE, "x".repeat(10_000)));

    try (var _ = start()) {
      for (var id : new String[] {"a", "b", "c"}) {
        var reply = diner.reply(id);
        assertThat(reply.status()).isEqualTo(Status.FAILED);
        assertThat(reply.attempts()).isZero();
        assertThat(reply.error()).extracting(Failure::type).isEqualTo("rejected");
      }
      assertThat(diner.records(diner.topics().deadLetters(), 3))
          .allMatch(letter -> Diner.header(letter, "dead-letter-reason").equals("rejected"));
    }
  }

  private void assertNoDeadLetters() {
    assertThat(diner.partitions(diner.topics().deadLetters())).isNotEmpty();
    assertThat(diner.records(diner.topics().deadLetters(), 0)).isEmpty();
  }

  private RunningWorker start(String... arguments) {
    return RunningWorker.start(diner.workerArguments(arguments));
  }

  private String burgers() {
    return diner.topics().jobs("burgers");
  }

  private static Header id(String id) {
    return Header.of(Headers.JOB_ID, id);
  }

  private static Header kind(String kind) {
    return Header.of(Headers.JOB_KIND, kind);
  }

  private static Header at(String header, Instant time) {
    return Header.of(header, time.toString());
  }
}
