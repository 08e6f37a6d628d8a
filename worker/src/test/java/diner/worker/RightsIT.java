package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import diner.shared.cli.CommandFailure;
import diner.shared.kafka.Right;
import diner.shared.kafka.Topics;
import diner.shared.message.Header;
import diner.shared.message.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The least rights suffice, and each that is missing is named with what grants it. */
@Timeout(120)
class RightsIT {

  private static final String USER = "user1";

  @TempDir private static Path folder;

  private static SecureKafka kafka;
  private static Diner diner;
  private static Topics topics;
  private static Path login;

  @BeforeAll
  static void open() throws Exception {
    kafka = SecureKafka.start(folder);
    login = kafka.login("PLAIN", USER, SecureKafka.PASSWORD);
    diner = new Diner(kafka.openDoor());
    topics = diner.topics();
    diner.send(topics.jobs("burgers"), "{\"number\":1}", Header.of("job-id", "good"));
    diner.send(topics.jobs("burgers"), "{\"number\":0}", Header.of("job-id", "bad"));
    try (var _ = RunningWorker.start(workerArguments(kafka.openDoor()))) {
      diner.reply("good");
      diner.reply("bad");
    }
  }

  @AfterAll
  static void close() {
    diner.close();
    kafka.close();
  }

  @AfterEach
  void takeAll() throws Exception {
    kafka.takeAll();
  }

  /** A command, and the least that it needs. */
  enum Role {
    ENQUEUE("enqueue burgers"),
    AWAIT("await good"),
    REPLIES("replies"),
    LAG("lag --group nobody"),
    DEAD("dead list"),
    REDRIVE("dead redrive"),
    DESCRIBE("topics describe");

    private final String words;

    Role(String words) {
      this.words = words;
    }

    List<Right> rights() {
      var burgers = topics.jobs("burgers");
      var cleaning = topics.jobs("cleaning");
      var letters = topics.deadLetters();
      return switch (this) {
        case ENQUEUE -> List.of(Right.writeTopic(burgers));
        case AWAIT, REPLIES -> List.of(Right.readTopic(topics.replies()));
        case LAG ->
            List.of(
                Right.describeGroup("nobody"), Right.readTopic(burgers), Right.readTopic(cleaning));
        case DEAD -> List.of(Right.readTopic(letters));
        case REDRIVE ->
            List.of(
                Right.readTopic(letters),
                Right.writeTopic(letters),
                Right.writeTopic(burgers),
                Right.writeTransactionalId(topics.prefix() + "-redrive"));
        case DESCRIBE ->
            List.of(burgers, cleaning, topics.replies(), letters).stream()
                .flatMap(topic ->
                    List.of(Right.describeTopic(topic), Right.describeTopicConfigs(topic)).stream())
                .toList();
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCommandDoesWithTheLeastAndNamesEachRightThatIsMissing(Role role) throws Exception {
    for (var right : role.rights()) {
      if (role == Role.LAG && right.name().equals(topics.jobs("cleaning"))) {
        continue; // where nothing is unfinished, nothing is read
      }
      var others = new ArrayList<>(role.rights());
      others.remove(right);
      if (role == Role.LAG) { // which has a row for a topic that it may not even see
        others.add(Right.describeTopic(right.name()));
      }
      kafka.grantOnly(USER, others);

      assertThatItNames(right, run(role.words), role);
    }

    kafka.grantOnly(USER, role.rights());

    var run = run(role.words);
    assertThat(run.code()).as(run.err()).isZero();
  }

  /** Kafka lists no topic that one may not see; its own is named, and what a worker reads. */
  @Test
  void theLagOfATopicThatMayNotBeSeenIsUnknownAndItsRightNamed() throws Exception {
    var thumbs = topics.jobs("thumbs");
    diner.createTopic(thumbs, 1, Map.of());
    kafka.grantOnly(
        USER, List.of(Right.describeGroup(diner.group()), Right.readTopic(topics.jobs("burgers"))));
    try (var worker = RunningWorker.start(workerArguments(kafka.openDoor(), thumbs))) {
      diner.send(
          thumbs, "{\"number\":1}", Header.of("job-id", "seen"), Header.of("job-kind", "burgers"));
      diner.reply("seen");

      for (var by : List.of("topic", "partition")) {
        var run = run("lag --group " + diner.group() + " --by " + by);
        assertThat(run.code()).as(run.err()).isZero();
        for (var hidden : List.of(topics.jobs("cleaning"), thumbs)) {
          assertThat(run.out().lines().filter(line -> line.startsWith(hidden + " ")))
              .hasSize(2)
              .anySatisfy(row -> assertThat(row).endsWith(" UNKNOWN"))
              .anySatisfy(why ->
                  assertThat(why)
                      .contains(Right.readTopic(hidden) + " is missing")
                      .contains(Right.readTopic(hidden).grant(USER)));
        }
      }
      assertThat(run("lag --check unfinished>=0 --group " + diner.group()).err())
          .contains(thumbs + ": unfinished is unknown");
      assertThat(worker.end()).isNotDone();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"topics create", "enqueue burgers"})
  void aTopicThatMayNotBeCreatedIsNamed(String words) throws Exception {
    var missing = new Topics(topics.prefix() + "-missing");
    var needed = missing.specifications(List.of("burgers", "cleaning"));
    kafka.grantOnly(USER, needed.stream().map(topic -> Right.describeTopic(topic.name())).toList());

    var run = run(words + " --topic-prefix " + missing.prefix());

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .contains("Create on topic " + missing.prefix() + ".")
        .contains(" --operation Create --topic " + missing.prefix() + ".");
  }

  @Test
  void theGatewayNamesWhatIsMissing() throws Exception {
    kafka.grantOnly(USER, List.of(Right.writeTopic(topics.jobs("burgers"))));
    assertThatItNames(Right.readTopic(topics.replies()), run("serve --port 0"));

    kafka.grantOnly(USER, List.of(Right.readTopic(topics.replies())));
    assertThatItNames(Right.writeTopic(topics.jobs("burgers")), run("serve --port 0"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"exactly-once", "at-least-once"})
  void aWorkerDoesWithTheLeast(String delivery) throws Exception {
    kafka.grantOnly(USER, workerRights(delivery));
    diner.send(topics.jobs("burgers"), "{\"number\":1}", Header.of("job-id", delivery));
    diner.send(topics.jobs("burgers"), "{\"number\":0}", Header.of("job-id", "no-" + delivery));

    try (var _ = worker(delivery)) {
      assertThat(diner.reply(delivery).status()).isEqualTo(Reply.Status.DONE);
      assertThat(diner.reply("no-" + delivery).status()).isEqualTo(Reply.Status.FAILED);
    }
  }

  @Test
  void aWorkerNamesEachRightOnTopicsThatIsMissingBeforeItTakesAJob() throws Exception {
    for (var right : workerRights("at-least-once").subList(0, 4)) {
      var others = new ArrayList<>(workerRights("at-least-once"));
      others.remove(right);
      others.add(Right.describeTopic(right.name()));
      kafka.grantOnly(USER, others);

      var end = worker("at-least-once").end().orTimeout(20, TimeUnit.SECONDS);

      assertThatThrownBy(end::join)
          .cause()
          .isInstanceOfSatisfying(
              CommandFailure.class, failure -> assertThat(failure.exitCode()).isEqualTo(1))
          .message()
          .contains(right + " is missing")
          .contains(right.grant(USER))
          .doesNotContain("\n");
    }
  }

  @Test
  void aWorkerThatMayNotJoinOrPublishInTransactionsSaysSoAndEnds() throws Exception {
    for (var right : workerRights("exactly-once").subList(4, 6)) {
      var others = new ArrayList<>(workerRights("exactly-once"));
      others.remove(right);
      kafka.grantOnly(USER, others);
      try (var lines = LogLines.of(Worker.class)) {
        assertThat(worker("exactly-once").end().get(20, TimeUnit.SECONDS)).isEqualTo(1);

        assertThatItNames(right, lines);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0, at-least-once", "0, exactly-once", "2, exactly-once"})
  void aWorkerThatLosesARightSaysSoOnceAndEndsAndItsJobIsDoneByTheNext(int which, String delivery)
      throws Exception {
    var rights = workerRights(delivery);
    var id = "lost-" + which + "-" + delivery;
    kafka.grantOnly(USER, rights);
    try (var lines = LogLines.of(Worker.class);
        var worker = worker(delivery, "--instance-id", id, "-X", "session.timeout.ms=6000")) {
      diner.send(topics.jobs("burgers"), "{\"number\":1}", Header.of("job-id", "before-" + id));
      diner.reply("before-" + id);
      kafka.take(USER, rights.get(which));

      diner.send(topics.jobs("burgers"), "{\"number\":1}", Header.of("job-id", id));

      assertThat(worker.end().get(30, TimeUnit.SECONDS)).isEqualTo(1);
      assertThatItNames(rights.get(which), lines);
    }
    kafka.grantOnly(USER, rights);
    // With its instance id, since the first one's loop lives on where its process does not end.
    try (var _ = worker(delivery, "--instance-id", id, "-X", "session.timeout.ms=6000")) {
      assertThat(diner.reply(id).status()).isEqualTo(Reply.Status.DONE);
    }
    // Whoever may not read a topic may not commit it either: a job fetched just before is done
    // again.
    assertThat(diner.replies(1))
        .filteredOn(reply -> reply.job().equals(id))
        .hasSizeBetween(1, delivery.equals("at-least-once") ? 2 : 1);
  }

  private static List<Right> workerRights(String delivery) {
    var rights =
        new ArrayList<>(
            List.of(
                Right.readTopic(topics.jobs("burgers")),
                Right.readTopic(topics.jobs("cleaning")),
                Right.writeTopic(topics.replies()),
                Right.writeTopic(topics.deadLetters()),
                Right.readGroup(diner.group())));
    if (delivery.equals("exactly-once")) {
      rights.add(Right.writeTransactionalIds(diner.group() + "-"));
    }
    return rights;
  }

  /** Letters that can't go back are named one by one: others may. */
  private static void assertThatItNames(Right right, Command run, Role role) {
    if (role == Role.REDRIVE && right.name().equals(topics.jobs("burgers"))) {
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err().lines().findFirst())
          .hasValueSatisfying(
              line -> assertThat(line).contains(right + " is missing").contains(right.grant(USER)));
    } else {
      assertThatItNames(right, run);
    }
  }

  private static void assertThatItNames(Right right, Command run) {
    assertThat(run.code()).as(right + ": " + run.err()).isEqualTo(1);
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .contains(right + " is missing")
        .contains(right.grant(USER));
  }

  private static void assertThatItNames(Right right, LogLines lines) {
    assertThat(lines.at(Level.ERROR))
        .singleElement()
        .asString()
        .contains(right + " is missing")
        .contains(right.grant(USER))
        .doesNotContain("\tat ");
  }

  private static Command run(String words) throws IOException {
    var prefix = words.contains("--topic-prefix") ? "" : " --topic-prefix " + topics.prefix();
    return Command.run(kafka.bootstrapServers(SecureKafka.LOGIN), login, words + prefix);
  }

  private static RunningWorker worker(String delivery, String... more) {
    var arguments = workerArguments(kafka.bootstrapServers(SecureKafka.LOGIN));
    arguments.addAll(List.of("--command-config", login.toString(), "--delivery", delivery));
    arguments.addAll(List.of(more));
    return RunningWorker.start(arguments);
  }

  private static List<String> workerArguments(String bootstrapServers, String... moreTopics) {
    var arguments = new ArrayList<>(diner.workerArguments("--kitchen-delay", "1ms"));
    arguments.set(1, bootstrapServers);
    var all = new ArrayList<>(List.of(topics.jobs("burgers"), topics.jobs("cleaning")));
    all.addAll(List.of(moreTopics));
    arguments.addAll(List.of("--topics", String.join(",", all)));
    return arguments;
  }
}
