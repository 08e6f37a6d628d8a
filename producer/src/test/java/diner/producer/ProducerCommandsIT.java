package diner.producer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import diner.localkafka.LocalKafka;
import diner.shared.message.JobIds;
import diner.shared.message.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands on a real broker, with a tiny replying worker behind it. */
@Timeout(90)
class ProducerCommandsIT {

  private static LocalKafka kafka = LocalKafka.start();
  private static ReplyingWorker worker;

  @BeforeAll
  static void startWorker() throws Exception {
    worker = ReplyingWorker.start(kafka.bootstrapServers(), "jobs");
  }

  @AfterAll
  static void stopAll() {
    worker.close();
    kafka.close();
  }

  private static CliRun run(String... args) {
    return CliRun.at(kafka.bootstrapServers(), args);
  }

  private static List<JsonNode> json(CliRun run) throws IOException {
    var nodes = new ArrayList<JsonNode>();
    for (var line : run.outLines()) {
      nodes.add(Json.codec().readTree(line));
    }
    return nodes;
  }

  @Test
  void printsTheBurgersOfAnAwaitedJob() {
    var run = run("enqueue", "burgers", "--number", "2", "--await");

    assertThat(run.out()).isEqualTo("burger 1\nburger 2\n");
    assertThat(run.err()).contains("done in 500 ms by worker-1");
    assertThat(run.code()).isZero();
  }

  @Test
  void summarizesManyAwaitedJobs() {
    var run = run("enqueue", "burgers", "--jobs", "300", "--await");

    assertThat(run.outLines().getFirst())
        .startsWith("300 jobs in ")
        .endsWith(": 300 done, 0 failed, 0 expired");
    assertThat(run.out()).contains("burgers   150.00 s of waiting in ").contains(" on 1 thread");
    assertThat(run.code()).isZero();
  }

  @Test
  void writesOneReplyALineAsJson() throws Exception {
    var run = run("enqueue", "burgers", "--jobs", "20", "--await", "-o", "json");

    assertThat(json(run))
        .hasSize(20)
        .allSatisfy(reply -> assertThat(reply.path("status").asText()).isEqualTo("done"));
    assertThat(json(run).stream().map(reply -> reply.path("job").asText()).distinct()).hasSize(20);
  }

  @Test
  void endsWith3WhereAJobFailedAndNamesItsError() {
    var run = run("enqueue", "burgers", "--number", "13", "--jobs", "2", "--await");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.out()).contains("2 failed").contains("kitchen-500: the kitchen is on fire");
  }

  @Test
  void sendsFromWhenAndUntilWhenAJobMayBeStartedAndEndsWith3WhereItExpired() throws Exception {
    var before = Instant.now();
    var run =
        run(
            "enqueue",
            "burgers",
            "--number",
            "17",
            "--in",
            "1s",
            "--deadline",
            "30s",
            "--await",
            "-o",
            "json");
    var after = Instant.now();

    assertThat(run.code()).isEqualTo(3);
    var times = json(run).getFirst().path("error").path("message").asText().split(" ", 2);
    var soonest = before.truncatedTo(ChronoUnit.MICROS);
    assertThat(Instant.parse(times[0])).isBetween(soonest.plusSeconds(1), after.plusSeconds(1));
    assertThat(Instant.parse(times[1])).isBetween(soonest.plusSeconds(30), after.plusSeconds(30));
  }

  @Test
  void seesNoReplyOfATransactionThatWasAborted() throws Exception {
    // What the user sets must not change that.
    var anything = "isolation.level=read_uncommitted";

    var awaited =
        run("enqueue", "burgers", "--number", "42", "--id", "once", "--await", "-X", anything);
    var later = run("await", "once", "--timeout", "20s", "-o", "json", "-X", anything);
    var listed = run("replies", "--since", "10m", "-o", "json", "-X", anything);

    assertThat(awaited.code()).as(awaited.out() + awaited.err()).isZero();
    assertThat(awaited.out()).startsWith("burger 1\n");
    assertThat(json(later))
        .singleElement()
        .satisfies(reply -> assertThat(reply.path("status").asText()).isEqualTo("done"));
    assertThat(json(listed).stream().filter(reply -> reply.path("job").asText().equals("once")))
        .singleElement()
        .satisfies(reply -> assertThat(reply.path("status").asText()).isEqualTo("done"));
  }

  @Test
  void endsWith124AndNamesTheMissingJobWhereNoReplyComes() {
    var run =
        run("enqueue", "burgers", "--number", "99", "--await", "--timeout", "1s", "--id", "lost-1");

    assertThat(run.code()).isEqualTo(124);
    assertThat(run.err()).contains("1 of 1 reply is missing: lost-1");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void awaitsJobsThatWereEnqueuedEarlierById() throws Exception {
    var first = json(run("enqueue", "burgers", "-o", "json")).getFirst().path("job").asText();
    var second = json(run("enqueue", "burgers", "-o", "json")).getFirst().path("job").asText();

    var run = run("await", first, second, "--timeout", "20s", "-o", "json");

    assertThat(json(run).stream().map(reply -> reply.path("job").asText()))
        .containsExactlyInAnyOrder(first, second);
    assertThat(run.code()).isZero();
  }

  @Test
  void awaitsAnIdThatTellsNoTime() {
    assertThat(run("enqueue", "burgers", "--id", "my-own").code()).isZero();

    var run = run("await", "my-own", "--timeout", "20s");

    assertThat(run.out()).isEqualTo("burger 1\nburger 2\n");
  }

  @Test
  void awaitsABatchWhoseJobsSayHowManyTheyAre() throws Exception {
    assertThat(run("enqueue", "burgers", "--jobs", "40", "--batch", "monday").code()).isZero();

    var run = run("await", "--batch", "monday", "--timeout", "20s", "-o", "json");

    assertThat(json(run)).hasSize(40);
    assertThat(run.code()).isZero();
  }

  @Test
  void asksForTheCountOfABatchThatDoesNotTellIt() {
    assertThat(run("enqueue", "burgers", "--batch", "tuesday").code()).isZero();

    var without = run("await", "--batch", "tuesday", "--timeout", "20s");
    var with = run("await", "--batch", "tuesday", "--count", "1", "--timeout", "20s");

    assertThat(without.code()).isEqualTo(2);
    assertThat(without.err()).contains("give --count N");
    assertThat(with.code()).isZero();
  }

  @Test
  void namesTheIdsThatAreMissing() {
    var id = JobIds.next();

    var run = run("await", id, "--timeout", "500ms");

    assertThat(run.code()).isEqualTo(124);
    assertThat(run.err()).contains("1 of 1 reply is missing: " + id);
  }

  @Test
  void listsRepliesByStatus() throws Exception {
    assertThat(run("enqueue", "burgers", "--number", "13", "--id", "burnt", "--await").code())
        .isEqualTo(3);

    var failed = run("replies", "--status", "failed", "--since", "10m", "-o", "json");
    var table = run("replies", "--status", "failed");

    assertThat(json(failed))
        .isNotEmpty()
        .allSatisfy(reply -> assertThat(reply.path("status").asText()).isEqualTo("failed"))
        .anySatisfy(reply -> assertThat(reply.path("job").asText()).isEqualTo("burnt"));
    assertThat(table.outLines().getFirst()).startsWith("FINISHED").contains("STATUS");
    assertThat(table.out()).contains("burnt").doesNotContain(" done ");
    assertThat(table.code()).isZero();
  }

  @Test
  void sendsTheGoodLinesOfAFileAndNamesTheBadOnes(@TempDir Path folder) throws Exception {
    var file = folder.resolve("jobs.jsonl");
    Files.writeString(
        file,
        """
        {"kind":"burgers","payload":{"number":1}}
        {"kind":"burgers","payload":{"number":101}}

        {"kind":"burgers","payload":{"number":3},"id":"third","key":"table 7"}
        {"kind":"toast","payload":{}}
        """);

    var run = run("enqueue", "--file", file.toString(), "-o", "json");

    assertThat(run.code()).isEqualTo(1);
    assertThat(json(run).stream().map(row -> row.path("job").asText()))
        .hasSize(2)
        .contains("third");
    assertThat(run.err())
        .contains("line 2: payload: number must be 1 to 100, was 101")
        .contains("no topic 'jobs.toast' for kind 'toast'")
        .contains("2 jobs enqueued")
        .contains("2 not sent");
  }

  @Test
  void makesTheMissingTopicsOfOurKinds() {
    var run = run("enqueue", "burgers", "--topic-prefix", "fresh", "--jobs", "16");

    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("created the missing topics").contains("fresh.replies");
    assertThat(run.out()).contains("fresh.burgers/");
  }

  @Test
  void spreadsKeylessJobsOverAllPartitions() throws Exception {
    var run = run("enqueue", "burgers", "--jobs", "16", "-o", "json");

    var partitions =
        json(run).stream().map(row -> row.path("turn").path("partition").asInt()).distinct();
    assertThat(partitions).hasSize(8);
  }

  @Test
  void keepsTheRate() {
    var begun = System.nanoTime();

    var run = run("enqueue", "burgers", "--jobs", "21", "--rate", "20/s");

    assertThat(run.code()).isZero();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(1));
  }

  @Test
  void endsWith130WhereverItIsInterrupted() throws Exception {
    var run = new CompletableFuture<CliRun>();
    var thread =
        Thread.ofPlatform()
            .start(() ->
                run.complete(
                    run("enqueue", "burgers", "--number", "99", "--await", "--id", "cut")));
    var seen = run("enqueue", "burgers", "--id", "witness", "--await");
    thread.interrupt();

    assertThat(seen.code()).isZero();
    assertThat(run.get(20, TimeUnit.SECONDS).code()).isEqualTo(130);
  }
}
