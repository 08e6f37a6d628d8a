package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diner.shared.cli.CommandFailure;
import diner.shared.cli.ExitCode;
import diner.shared.message.Headers;
import diner.worker.answer.Backoff;
import diner.worker.answer.ReplyTopics.NotAllowed;
import diner.worker.answer.ReplyTopics.Place;
import diner.worker.example.SoupHandler;
import diner.worker.flow.Lane;
import diner.worker.handler.Handlers;
import diner.worker.handler.burgers.BurgersHandler;
import diner.worker.intake.KindRule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class WorkerOptionsTest {

  private static final Handlers KINDS =
      new Handlers(List.of(new BurgersHandler(), new SoupHandler()));

  @Test
  void repliesMayGoToThePrefixsOwnTopicsByDefault() {
    var options = WorkerOptions.parse(Map.of(), List.of("--topic-prefix", "diner"));

    assertAllowed(options, "diner.mine");
    assertNotAllowed(options, "jobs.mine");
  }

  @Test
  void refusesAnOptionThatIsGivenTwice() {
    // The parser would begin its group anew, and forget the group's other options.
    assertWrong(
        "--kitchen-delay is given twice",
        "--topic-prefix",
        "t1",
        "--kitchen-delay=50ms",
        "--kitchen-delay",
        "20ms",
        "--instance-id",
        "till-1");
  }

  @Test
  void repliesMayGoWhereTheOptionSays() {
    var options = WorkerOptions.parse(Map.of(), List.of("--reply-topics", "orders,shop-*"));

    assertAllowed(options, "orders");
    assertAllowed(options, "shop-7");
    assertNotAllowed(options, "jobs.mine");
  }

  @Test
  void repliesMayGoWhereTheEnvironmentSays() {
    var options = WorkerOptions.parse(Map.of("WORKER_REPLY_TOPICS", "orders,shop-*"), List.of());

    assertAllowed(options, "shop-7");
    assertNotAllowed(options, "jobs.mine");
  }

  @Test
  void repliesNeverGoToTheWorkersJobsNorToTheDeadLetters() {
    var options = WorkerOptions.parse(Map.of(), List.of("--reply-topics", "*"));

    assertNotAllowed(options, "jobs.burgers");
    assertNotAllowed(options, "jobs.dead-letters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "orders,,shop-*", "what?"})
  void refusesReplyTopicsThatCantBeTopics(String names) {
    assertWrong(
        "--reply-topics must be names of topics, * for any characters", "--reply-topics", names);
  }

  @ParameterizedTest
  @ValueSource(strings = {"__*", "__consumer_offsets", "orders,__transaction_*"})
  void refusesReplyTopicsThatAreKafkasOwn(String names) {
    assertWrong("--reply-topics must not be internal topics of Kafka", "--reply-topics", names);
  }

  @Test
  void theFolderOfHandlersComesFromTheOptionOrTheEnvironment() {
    assertThat(WorkerOptions.parse(Map.of(), List.of()).handlersFolder()).isNull();
    assertThat(WorkerOptions.parse(Map.of(), List.of("--handlers", "kinds")).handlersFolder())
        .isEqualTo(Path.of("kinds"));
    assertThat(WorkerOptions.parse(Map.of("WORKER_HANDLERS", "/k"), List.of()).handlersFolder())
        .isEqualTo(Path.of("/k"));
  }

  @Test
  void refusesANameThatIsTooLongForReplies() {
    assertWrong("--name must have at most 200 characters, had 201", "--name", "x".repeat(201));
  }

  @Test
  void limitsAndRatesOfKindsMayBeRepeatedAmongOtherOptions() {
    var options =
        WorkerOptions.parse(
            Map.of(),
            List.of(
                "--limit",
                "burgers=5",
                "--group",
                "g",
                "--rate=burgers=200/s",
                "--look-ahead",
                "7",
                "--limit=soup=1",
                "--rate",
                "soup=30/m"));

    assertThat(options.kindRules(KINDS).apply("burgers"))
        .isEqualTo(new KindRule("burgers", Lane.WAITING, 5, Duration.ofMillis(5)));
    assertThat(options.kindRules(KINDS).apply("soup"))
        .isEqualTo(new KindRule("soup", Lane.WAITING, 1, Duration.ofSeconds(2)));
    assertThat(options.group()).isEqualTo("g");
    assertThat(options.limits().lookAhead()).isEqualTo(7);
  }

  @Test
  void limitsAndRatesOfKindsAreSeparatedByCommasInTheEnvironment() {
    var options =
        WorkerOptions.parse(
            Map.of("WORKER_LIMIT", "burgers=5,soup=1", "WORKER_RATE", "soup=30/m"), List.of());

    assertThat(options.kindRules(KINDS).apply("burgers").limit()).isEqualTo(5);
    assertThat(options.kindRules(KINDS).apply("soup").limit()).isEqualTo(1);
    assertThat(options.kindRules(KINDS).apply("soup").pause()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void kindsWithoutAHandlerShareARule() {
    var rules = WorkerOptions.parse(Map.of(), List.of()).kindRules(KINDS);

    assertThat(rules.apply("salad")).isEqualTo(rules.apply("whatever"));
    assertThat(rules.apply("burgers")).isNotEqualTo(rules.apply("soup"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"burgers", "burgers=0", "burgers=-1", "=5", "burgers=many", "a=1,b"})
  void refusesWhatIsNoLimitOfAKind(String limit) {
    assertWrong("--limit must be KIND=N, N at least 1, was ", "--limit", limit);
  }

  @ParameterizedTest
  @ValueSource(strings = {"burgers", "burgers=5", "burgers=0/s", "burgers=5/d", "=5/s"})
  void refusesWhatIsNoRateOfAKind(String rate) {
    assertWrong("--rate must be KIND=N/s, N/m or N/h, N at least 1, was ", "--rate", rate);
  }

  @Test
  void refusesAKindThatIsGivenTwice() {
    assertWrong(
        "--limit names the kind 'burgers' twice", "--limit", "burgers=5", "--limit", "burgers=6");
    assertWrong("--rate names the kind 'burgers' twice", "--rate", "burgers=5/s,burgers=5/s");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--limit=salad=5", "--rate=salad=5/s"})
  void refusesAKindThatNoHandlerIsFor(String argument) {
    var options = WorkerOptions.parse(Map.of(), List.of(argument));

    assertThatThrownBy(() -> options.kindRules(KINDS))
        .isInstanceOfSatisfying(
            CommandFailure.class,
            failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining(
            "names the kind 'salad', which this worker does not have; it has: burgers, soup");
  }

  @Test
  void waitsBetweenAttemptsAsItIsTold() {
    assertThat(WorkerOptions.parse(Map.of(), List.of()).backoff())
        .isEqualTo(new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30)));
    assertThat(
            WorkerOptions.parse(Map.of("WORKER_BACKOFF_LIMIT", "1m"), List.of("--backoff", "20ms"))
                .backoff())
        .isEqualTo(new Backoff(Duration.ofMillis(20), Duration.ofMinutes(1)));
    assertWrong("--backoff must be at least 1ms", "--backoff", "0ms");
    assertWrong("--backoff must be at least 1ms and at most --backoff-limit", "--backoff", "1m");
    assertWrong("--backoff must be at least 1ms", "--backoff-limit", "25h");
  }

  @Test
  void refusesAHeaderLimitThatLetsNothingIn() {
    assertWrong("--header-limit must be at least 1, was 0", "--header-limit", "0");
  }

  @Test
  void takesHeadersOf64KibUnlessToldOtherwise() {
    assertThat(WorkerOptions.parse(Map.of(), List.of()).headerLimitBytes()).isEqualTo(65_536);
    assertThat(
            WorkerOptions.parse(Map.of("WORKER_HEADER_LIMIT", "1000"), List.of())
                .headerLimitBytes())
        .isEqualTo(1_000);
  }

  @Test
  void takesJobsFromTheTopicsOfItsKindsOrThoseNamed() {
    var kinds = List.of("burgers", "soup");

    assertThat(WorkerOptions.parse(Map.of(), List.of()).jobTopics(kinds))
        .containsExactly("jobs.burgers", "jobs.soup");
    assertThat(WorkerOptions.parse(Map.of(), List.of("--topics", "a,b")).jobTopics(kinds))
        .containsExactly("a", "b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"diner.replies", "jobs.burgers,diner.dead-letters"})
  void takesNoJobsFromWhereItsAnswersGo(String names) {
    var options =
        WorkerOptions.parse(Map.of(), List.of("--topic-prefix", "diner", "--topics", names));

    assertThatThrownBy(() -> options.jobTopics(List.of("burgers")))
        .isInstanceOf(CommandFailure.class)
        .hasMessageStartingWith("worker: --topics names the topic 'diner.")
        .hasMessageEndingWith("own answers; expected topics that hold jobs")
        .extracting(failure -> ((CommandFailure) failure).exitCode())
        .isEqualTo(ExitCode.USAGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"replies", "dead-letters"})
  void hasNoKindWhoseTopicIsWhereItsAnswersGo(String kind) {
    var options = WorkerOptions.parse(Map.of(), List.of());

    assertThatThrownBy(() -> options.jobTopics(List.of("burgers", kind)))
        .isInstanceOf(CommandFailure.class)
        .hasMessage(
            "worker: kind '%1$s' has the topic 'jobs.%1$s', which is for this worker's own answers;"
                + " expected a kind of another name",
            kind);
  }

  @Test
  void saysHowFarAheadANotBeforeMayBe() {
    assertThat(WorkerOptions.parse(Map.of(), List.of()).limits().delay())
        .isEqualTo(Duration.ofHours(24));

    var hour = WorkerOptions.parse(Map.of("WORKER_DELAY_LIMIT", "1h"), List.of());
    assertThat(hour.limits().delay()).isEqualTo(Duration.ofHours(1));
    assertThat(hour.delayLimit()).isEqualTo(Duration.ofHours(1));
  }

  private static void assertWrong(String message, String... arguments) {
    var command = new Starting();
    new CommandLine(command).parseArgs(arguments);

    assertThatThrownBy(command.options::validate)
        .isInstanceOf(ParameterException.class)
        .hasMessageStartingWith(message);
  }

  private static void assertAllowed(WorkerOptions options, String topic) {
    assertThat(wish(options, topic)).isEqualTo(new Place(topic, null));
  }

  private static void assertNotAllowed(WorkerOptions options, String topic) {
    assertThat(wish(options, topic)).isInstanceOf(NotAllowed.class);
  }

  private static Object wish(WorkerOptions options, String topic) {
    return options
        .replyTopics(List.of("jobs.burgers"))
        .wishOf(Headers.NONE.plus("reply-to", topic));
  }

  /** As Main has them: picocli tells options of a mixin which command they belong to. */
  @Command
  private static final class Starting {
    @Mixin private final WorkerOptions options = new WorkerOptions();
  }
}
