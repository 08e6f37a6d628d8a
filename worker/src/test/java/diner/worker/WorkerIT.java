package diner.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import diner.localkafka.LocalKafka;
import diner.shared.message.Header;
import diner.shared.message.Reply;
import diner.shared.message.Reply.Failure;
import diner.shared.message.Reply.Status;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the contract promises, through a whole worker on a genuine broker. */
@ExtendWith(SharedKafka.class)
class WorkerIT {

  private static final String HOUSE =
      "{\"rooms\":4,\"width\":256,\"height\":256,\"dirt\":0.2,\"seed\":42}";

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
  void aBareRecordGetsItsReply() throws Exception {
    diner.send(burgers(), "{\"number\":2}");

    try (var _ = start()) {
      var record = diner.records(diner.topics().replies(), 1).getFirst();
      var reply = diner.replies(1).getFirst();

      assertThat(reply.status()).isEqualTo(Status.DONE);
      assertThat(reply.kind()).isEqualTo("burgers");
      assertThat(reply.job()).matches(burgers() + "/\\d+@0");
      assertThat(result(reply).get("burgers")).hasSize(2);
      assertThat(new String(record.key(), UTF_8)).isEqualTo(reply.job());
      assertThat(Diner.header(record, "status")).isEqualTo("done");
    }
  }

  @Test
  void aTopicWithASinglePartitionWorksAsWell() throws Exception {
    var single = diner.topics().prefix() + ".single";
    diner.createTopic(single, 1, Map.of());
    diner.send(single, "{\"number\":2}", Header.of("job-kind", "burgers"));

    try (var _ = start("--topics", single)) {
      assertThat(diner.replies(1)).extracting(Reply::status).containsExactly(Status.DONE);
    }
  }

  @Test
  void aHouseIsCleanedByTheCleaners() throws Exception {
    diner.send(diner.topics().jobs("cleaning"), HOUSE, Header.of("job-id", "house"));

    try (var _ = start("--cleaners", "2")) {
      var reply = diner.reply("house");

      assertThat(reply.status()).isEqualTo(Status.DONE);
      assertThat(reply.thread()).startsWith("cleaner-");
      assertThat(result(reply).get("rooms")).hasSize(4);
      assertThat(result(reply).get("psnrAfter").asDouble())
          .isGreaterThan(result(reply).get("psnrBefore").asDouble() + 5);
    }
  }

  @Test
  void theSameHouseIsTheSameForOneAndForThreeCleaners() throws Exception {
    diner.send(diner.topics().jobs("cleaning"), HOUSE, Header.of("job-id", "one"));
    try (var _ = start("--cleaners", "1")) {
      diner.reply("one");
    }
    diner.send(
        diner.topics().jobs("cleaning"),
        HOUSE.replace("\"rooms\":4", "\"rooms\":9"),
        Header.of("job-id", "three"));
    try (var _ = start("--cleaners", "3")) {
      assertThat(result(diner.reply("three")).get("sha256"))
          .isEqualTo(result(diner.reply("one")).get("sha256"));
    }
  }

  @Test
  void aKindOfTheUsersOwnWorksLikeOurs() throws Exception {
    try (var _ = start()) {
      var soup = diner.topics().jobs("soup");
      Awaitility.await().atMost(Diner.LIMIT).until(() -> diner.members() == 1);
      diner.send(soup, "{\"bowls\":2}", Header.of("job-id", "two"));
      diner.send(soup, "{\"bowls\":0}", Header.of("job-id", "none"));

      assertThat(result(diner.reply("two")).get("soup").asText())
          .isEqualTo("2 bowls of lentil soup");
      assertFailed("none", "malformed", "bowls must be at least 1, was 0");
    }
  }

  @Test
  void whatCantBeDoneIsADeadLetterAndAFailedReplyAndTheNextJobRuns() throws Exception {
    var mixed = diner.topics().prefix() + ".mixed";
    diner.createTopic(mixed, 1, Map.of("max.message.bytes", Integer.toString(4 << 20)));
    var bad =
        List.of(
            job("json", "burgers", "{\"number\":"),
            job("kind", "salad", "{}"),
            job("zero", "burgers", "{\"number\":0}"),
            job("many", "burgers", "{\"number\":101}"),
            job("two", "burgers", "{\"number\":\"two\"}"),
            job(
                "huge",
                "cleaning",
                "{\"rooms\":8,\"width\":40000,\"height\":40000,\"dirt\":0.2,\"seed\":1}"),
            job("long", "burgers", "{\"number\":1" + " ".repeat(2 << 20) + "}"));
    for (var job : bad) {
      diner.send(mixed, job.value(), job.id(), job.kind());
    }
    diner.send(mixed, "{\"number\":1}", Header.of("job-id", "good"), job("", "burgers", "").kind());

    try (var _ = start("--topics", mixed)) {
      assertThat(diner.reply("good").status()).isEqualTo(Status.DONE);
      assertFailed("json", "malformed", "not JSON: it ends too early (line 1, column 11)");
      assertFailed("kind", "unknown-kind", "no handler for kind 'salad'");
      assertFailed("zero", "malformed", "number must be 1 to 100, was 0");
      assertFailed("many", "malformed", "number must be 1 to 100, was 101");
      assertFailed("two", "malformed", "number: expected an integer, got \"two\"");
      assertFailed("huge", "house-too-large", "1600000000 pixels");
      assertFailed("long", "rejected", "2097164 bytes, allowed are 1048576");
    }

    var letters = diner.records(diner.topics().deadLetters(), bad.size());
    assertThat(letters).hasSize(bad.size());
    for (var job : bad) {
      assertThat(letters)
          .filteredOn(letter -> Diner.header(letter, "job-id").equals(job.id().text()))
          .singleElement()
          .satisfies(letter -> {
            assertThat(letter.value()).isEqualTo(job.value().getBytes(UTF_8));
            assertThat(Diner.header(letter, "dead-letter-topic")).isEqualTo(mixed);
            assertThat(Diner.header(letter, "dead-letter-error-message")).isNotBlank();
          });
    }
    assertThat(diner.commitLag(mixed)).isZero();
  }

  @Test
  void jobsOfOneKeyRunOneAtATimeInTheirOrder() throws Exception {
    for (var i = 0; i < 20; i++) {
      diner.send(burgers(), "table-7", "{\"number\":1}".getBytes(UTF_8), id(i));
    }

    try (var _ = start("--kitchen-delay", "10ms")) {
      var replies =
          diner.replies(20).stream().sorted(Comparator.comparing(Reply::startedAt)).toList();

      assertThat(replies)
          .extracting(Reply::job)
          .containsExactlyElementsOf(IntStream.range(0, 20).mapToObj(i -> "job-" + i).toList());
      for (var i = 1; i < 20; i++) {
        assertThat(replies.get(i).startedAt()).isAfterOrEqualTo(replies.get(i - 1).finishedAt());
      }
    }
  }

  @Test
  void jobsWithoutAKeyOverlapOnOneEventLoop() throws Exception {
    diner.sendMany(burgers(), 500, "{\"number\":1}");

    try (var _ = start("--kitchen-delay", "1s")) {
      var replies = diner.replies(500);

      assertThat(replies).extracting(Reply::thread).containsOnly("vert.x-eventloop-thread-0");
      var first = replies.stream().map(Reply::startedAt).min(Comparator.naturalOrder());
      var last = replies.stream().map(Reply::finishedAt).max(Comparator.naturalOrder());
      assertThat(Duration.between(first.orElseThrow(), last.orElseThrow()))
          .as("one after the other they would wait for 500 s")
          .isLessThan(Duration.ofSeconds(50));
    }
  }

  @Test
  void aFailingKitchenIsTriedAgain() throws Exception {
    diner.sendMany(burgers(), 40, "{\"number\":1}");

    try (var kitchen = KitchenOnItsOwn.failing(0.3);
        var _ = start("--kitchen-url", kitchen.url(), "--max-attempts", "20")) {
      var replies = diner.replies(40);

      assertThat(replies).hasSize(40).extracting(Reply::status).containsOnly(Status.DONE);
      assertThat(replies).extracting(Reply::attempts).anyMatch(attempts -> attempts > 1);
    }
  }

  @Test
  void aJobThatFailedTooOftenIsGivenUp() throws Exception {
    diner.send(burgers(), "{\"number\":1}", id(0));

    try (var kitchen = KitchenOnItsOwn.failing(1);
        var _ = start("--kitchen-url", kitchen.url(), "--max-attempts", "2")) {
      var reply = diner.reply("job-0");

      assertThat(reply.status()).isEqualTo(Status.FAILED);
      assertThat(reply.attempts()).isEqualTo(2);
      var letter = diner.records(diner.topics().deadLetters(), 1).getFirst();
      assertThat(Diner.header(letter, "dead-letter-reason")).isEqualTo("exhausted");
      assertThat(Diner.header(letter, "dead-letter-attempts")).isEqualTo("2");
    }
  }

  @Test
  void twoWorkersShareThePartitionsAndOneTakesOverFromTheOther() throws Exception {
    try (var first = start()) {
      diner.sendMany(burgers(), 50, "{\"number\":1}");
      diner.replies(50);
      try (var _ = start()) {
        Awaitility.await().atMost(Diner.LIMIT).until(() -> diner.members() == 2);
        diner.sendMany(burgers(), 100, "{\"number\":1}");
        assertThat(first.stopped()).isZero();
        assertThat(diner.replies(150)).hasSize(150);
      }
    }
    assertThat(diner.commitLag(burgers())).isZero();
  }

  @Test
  void staysInTheGroupWhileItIsFull() throws Exception {
    diner.sendMany(burgers(), 40, "{\"number\":1}");

    // It is full for far longer than a consumer may go without polling.
    try (var _ =
        start(
            "--kitchen-delay", "1s",
            "--waiting-limit", "10",
            "--look-ahead", "2",
            "-X", "max.poll.interval.ms=2000")) {
      assertThat(diner.replies(40)).hasSize(40);
      assertThat(diner.members()).isEqualTo(1);
    }
  }

  @Test
  void finishesWhatRunsWhenItIsStoppedAndLeavesNoLag() throws Exception {
    diner.sendMany(burgers(), 5, "{\"number\":1}");
    var worker = start("--kitchen-delay", "2s");
    Awaitility.await().atMost(Diner.LIMIT).until(() -> diner.members() == 1);
    // The last of the five is under way once the position behind it was polled: look at its
    // replies.
    assertThat(diner.replies(5)).hasSize(5);

    assertThat(worker.stopped()).isZero();
    assertThat(diner.commitLag(burgers())).isZero();
  }

  private void assertFailed(String id, String type, String message) throws Exception {
    var reply = diner.reply(id);
    assertThat(reply.status()).as(id).isEqualTo(Status.FAILED);
    assertThat(reply.error()).as(id).extracting(Failure::type).isEqualTo(type);
    assertThat(reply.error()).as(id).extracting(Failure::message).asString().contains(message);
  }

  private static JsonNode result(Reply reply) {
    return Objects.requireNonNull(reply.result(), () -> "no result: " + reply);
  }

  private RunningWorker start(String... arguments) {
    return RunningWorker.start(diner.workerArguments(arguments));
  }

  private String burgers() {
    return diner.topics().jobs("burgers");
  }

  private static Header id(int number) {
    return Header.of("job-id", "job-" + number);
  }

  private static BadJob job(String id, String kind, String value) {
    return new BadJob(Header.of("job-id", id), Header.of("job-kind", kind), value);
  }

  private record BadJob(Header id, Header kind, String value) {}
}
