package diner.producer;

import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.message.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "enqueue",
        "await",
        "replies",
        "lag",
        "compare",
        "serve",
        "doctor",
        "dead list",
        "dead show",
        "dead redrive"
      })
  void helpTeachesACommand(String command) {
    var run = CliRun.of((command + " --help").split(" "));

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("producer " + command)
        .contains("Examples:")
        .contains("Exit codes:")
        .contains("--bootstrap-server");
    assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @Test
  void tellsItsVersion() {
    assertThat(CliRun.of("--version").out()).matches("diner \\d+\\.\\d+.*\\R");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fly | Unmatched argument",
        "enqueue | expected a KIND",
        "enqueue burgers --number 0 | number must be 1 to 100, was 0",
        "enqueue burgers --rooms 2 | --rooms belongs to cleaning",
        "enqueue cleaning --number 2 | --number belongs to burgers",
        "enqueue cleaning --dirt 0.95 | dirt must be 0 to 0.9, was 0.95",
        "enqueue mail | needs --payload JSON",
        "enqueue mail --payload [] | --payload: ",
        "enqueue mail! --payload {} | kind must be 1 to 100 letters",
        "enqueue burgers --id a --jobs 2 | --id names one job",
        "enqueue burgers --jobs 0 | --jobs must be at least 1",
        "enqueue burgers --file - | expected either KIND or --file",
        "enqueue --file /no/such/file | can't read '/no/such/file'",
        "enqueue --file - --jobs 2 | --jobs does not go with --file",
        "enqueue burgers --in tomorrow | expected a duration such as",
        "enqueue burgers --deadline 5 | expected a duration such as",
        "enqueue burgers --rate fast | expected a rate such as 200/s",
        "enqueue burgers --timeout 5 --await | expected a duration such as",
        "enqueue burgers --topic-prefix a/b | topic prefix must be",
        "await | expected either ids or --batch",
        "await x --batch b | expected either ids or --batch",
        "await x --count 3 | --count says how many",
        "replies --status gone | expected done, failed or expired, got 'gone'",
        "lag --check age<3 | --check: 'age<3': no 'age' to compare, expected one of unfinished,",
        "lag --check unfinished<3 --watch | --check takes one look",
        "lag --watch --interval 5ms | --interval must be at least 100ms, was 5ms",
        "dead list --reason bad | --reason: expected one of malformed, unknown-kind, rejected",
        "dead show | Missing required parameter",
        "dead redrive --max 0 | --max must be at least 1, was 0",
        "dead redrive --max-redrives 0 | --max-redrives must be at least 1, was 0",
        "compare --burgers 0 | --burgers must be 1 to 10000, was 0",
        "compare --rooms 300 | rooms must be 1 to 256, was 300",
        "compare | no worker to start is known here",
        "compare --worker false --svg / | --svg: '/' exists",
        "serve --port 70000 | --port must be 0 to 65535, was 70000",
        "serve --connections 0 | --connections must be 1 to 1000000, was 0",
        "serve --host 0.0.0.0 | give --token-file FILE",
        "serve --host 0.0.0.0 | or --without-token to let everybody",
        "serve --token open-the-door-sesame | a token on the command line is seen by everybody",
        "serve --token-file /no/such/file | --token-file: can't read /no/such/file",
      })
  void refusesWrongUsageWithAHint(String line, String expected) {
    var run = CliRun.of(line.split(" "));

    assertThat(run.err()).contains(expected).contains("--help'.").doesNotContain("\tat ");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aTokenThatIsNoneIsRefusedWithoutBeingRepeated() {
    var run = CliRun.with(Map.of("PRODUCER_TOKEN", "se same"), "serve");

    assertThat(run.err()).contains("PRODUCER_TOKEN: a token must be").doesNotContain("se same");
    assertThat(run.code()).isEqualTo(2);
  }

  @Test
  void takesDefaultsFromTheEnvironment() {
    var environment =
        Map.of("PRODUCER_ROOMS", "3", "PRODUCER_JOBS", "2", "PRODUCER_OUTPUT", "json");

    var run = CliRun.with(environment, "enqueue", "cleaning", "--dry-run", "--seed", "7");

    assertThat(run.out().lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains("\"rooms\":3"))
        .anySatisfy(line -> assertThat(line).contains("\"seed\":7"))
        .anySatisfy(line -> assertThat(line).contains("\"seed\":8"));
  }

  @Test
  void aFlagOnTheCommandLineHoldsThoughTheEnvironmentSetsItToo() {
    var environment = Map.of("PRODUCER_DRY_RUN", "true");

    var run = CliRun.with(environment, "enqueue", "burgers", "--dry-run", "-b", "nowhere:1");

    assertThat(run.err()).isEqualTo("dry run: 1 job would be sent\n");
    assertThat(run.code()).isZero();
  }

  @Test
  void dryRunShowsTheJobsAndLeavesKafkaAlone() {
    var run =
        CliRun.of("enqueue", "burgers", "--id", "a", "--key", "k", "--dry-run", "-b", "nowhere:1");

    assertThat(run.out()).isEqualTo("a  jobs.burgers  key=k  {\"number\":2}\n");
    assertThat(run.code()).isZero();
  }

  @Test
  void dryRunShowsFromWhenAndUntilWhenAJobMayBeStarted() throws Exception {
    var before = Instant.now();
    var run =
        CliRun.of(
            "enqueue", "burgers", "--in", "10s", "--deadline", "2m", "--dry-run", "-o", "json");
    var after = Instant.now();

    var headers = Json.codec().readTree(run.out()).get("headers");
    assertThat(Instant.parse(headers.get("not-before").asText()))
        .isBetween(before.plusSeconds(10).truncatedTo(ChronoUnit.MICROS), after.plusSeconds(10));
    assertThat(Instant.parse(headers.get("deadline").asText()))
        .isBetween(before.plusSeconds(120).truncatedTo(ChronoUnit.MICROS), after.plusSeconds(120));
  }

  @Test
  void whatALineSaysOfItsTimesCountsMoreThanTheOptions(@TempDir Path folder) throws Exception {
    var file = folder.resolve("jobs.jsonl");
    Files.writeString(
        file,
        """
        {"kind":"burgers","payload":{"number":1},"id":"a","headers":{"deadline":"2030-01-01T00:00:00Z"}}
        {"kind":"burgers","payload":{"number":2},"id":"b"}
        """);

    var run =
        CliRun.of(
            "enqueue", "--file", file.toString(), "--deadline", "1m", "--in", "5s", "--dry-run");

    assertThat(run.out().lines())
        .hasSize(2)
        .allMatch(line -> line.contains("  not-before="))
        .anyMatch(line -> line.startsWith("a ") && line.contains("deadline=2030-01-01T00:00:00Z "))
        .anyMatch(line ->
            line.startsWith("b ") && !line.contains("2030") && line.contains("  deadline="));
  }

  @Test
  void helpLoadsNoClassOfKafka() throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java,
                "-verbose:class",
                "-cp",
                System.getProperty("java.class.path"),
                "diner.producer.Main",
                "enqueue",
                "--help")
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(output)
        .contains("diner.producer.enqueue.EnqueueCommand")
        .doesNotContain("org.apache.kafka.")
        .doesNotContain("io.vertx.");
  }
}
