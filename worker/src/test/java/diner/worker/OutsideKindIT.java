package diner.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import diner.localkafka.LocalKafka;
import diner.shared.cli.ExitCode;
import diner.shared.message.Json;
import diner.shared.message.Reply;
import diner.shared.message.Reply.Failure;
import diner.shared.message.Reply.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Kinds that come in a jar, through the worker and the producer as they are shipped. */
@ExtendWith(SharedKafka.class)
class OutsideKindIT {

  @TempDir private Path folder;

  @Test
  void kindsOfAJarAreEnqueuedRunAnsweredRetriedAndGivenUpLikeOurs(LocalKafka kafka)
      throws Exception {
    OutsideJar.ofExamples(folder);
    try (var diner = new Diner(kafka);
        var worker = start(diner)) {
      Awaitility.await("ready")
          .atMost(Diner.LIMIT)
          .ignoreException(AssertionError.class)
          .until(() -> worker.health("ready").startsWith("200"));
      assertThat(worker.log())
          .contains("created missing topics", diner.topics().jobs("score-late"))
          .contains("handlers loaded jars=[examples.jar]");

      scoresRows(diner);
      retries(diner);
      givesUp(diner);
      awaitsAndWaits(diner);

      worker.terminate();
      assertThat(worker.exitCode()).isEqualTo(ExitCode.OK);
    }
  }

  @Test
  void aFolderThatCantBeUsedEndsTheWorkerWithOneLine() throws Exception {
    var missing = folder.resolve("missing").toString();
    assertEnds(missing, ExitCode.USAGE, "worker: --handlers must be a folder of jars, '" + missing);

    var jar = OutsideJar.ofExamples(folder);
    Files.copy(jar, jar.resolveSibling("examples-2.jar"));
    Files.writeString(jar.resolveSibling("broken.jar"), "no jar");
    assertEnds(folder.resolve("handlers").toString(), ExitCode.FAILURE, "broken.jar");
  }

  /** In three parts, which are computed by the cleaners and put together in their order. */
  private void scoresRows(Diner diner) throws Exception {
    var rows =
        IntStream.range(0, 250)
            .mapToObj(i -> "[%d,%d,%d]".formatted(i % 7, i % 5, i % 3))
            .collect(Collectors.joining(","));
    var reply = enqueue(diner, ExitCode.OK, "score", "{\"rows\":[" + rows + "]}");

    assertThat(reply.status()).isEqualTo(Status.DONE);
    assertThat(reply.thread()).startsWith("cleaner-");
    var scores = result(reply).get("scores");
    assertThat(scores).hasSize(250);
    for (var i = 0; i < 250; i++) {
      var sum = -1.5 + 0.8 * (i % 7) - 0.4 * (i % 5) + 1.2 * (i % 3);
      assertThat(scores.get(i).asDouble()).isCloseTo(1 / (1 + Math.exp(-sum)), within(1e-12));
    }
  }

  private void retries(Diner diner) throws Exception {
    var reply = enqueue(diner, ExitCode.OK, "score-late", "{\"rows\":[[1,2,3]]}");

    assertThat(reply.status()).isEqualTo(Status.DONE);
    assertThat(reply.attempts()).isEqualTo(2);
  }

  private void givesUp(Diner diner) throws Exception {
    var empty = enqueue(diner, ExitCode.FINDINGS, "score", "{\"rows\":[]}");
    assertThat(empty.status()).isEqualTo(Status.FAILED);
    assertThat(empty.error()).extracting(Failure::type).isEqualTo("malformed");
    assertThat(empty.error())
        .extracting(Failure::message)
        .asString()
        .contains("rows must be at least one, were none");

    var narrow = enqueue(diner, ExitCode.FINDINGS, "score", "{\"rows\":[[1,2]]}");
    assertThat(narrow.error())
        .isEqualTo(new Failure("row-length", "a row has 2 numbers, expected 3"));

    var letters = diner.records(diner.topics().deadLetters(), 2);
    assertThat(letters)
        .hasSize(2)
        .extracting(letter -> Diner.header(letter, "dead-letter-reason"))
        .containsExactly("malformed", "permanent");
    assertThat(letters.getFirst().value()).isEqualTo("{\"rows\":[]}".getBytes(UTF_8));
    assertThat(Diner.header(letters.getFirst(), "dead-letter-error-message"))
        .contains("rows must be at least one, were none");
  }

  private void awaitsAndWaits(Diner diner) throws Exception {
    var meal = enqueue(diner, ExitCode.OK, "seconds", "{\"number\":2}");
    assertThat(result(meal).get("burgers")).hasSize(2);
    assertThat(result(meal).get("seconds")).hasSize(2);
    assertThat(meal.thread()).startsWith("awaiting " + diner.topics().jobs("seconds") + "/");

    // Their handlers fail where the context class loader is not the jar's.
    assertThat(result(enqueue(diner, ExitCode.OK, "loader", "{}")).asText()).isEqualTo("its own");
    assertThat(result(enqueue(diner, ExitCode.OK, "nap", "{\"millis\":1}")).asText())
        .isEqualTo("awake");
  }

  private Reply enqueue(Diner diner, int exitCode, String kind, String payload) throws Exception {
    var run =
        ProducerRun.of(
            diner, folder, "enqueue", kind, "--payload", payload, "--await", "-o", "json");
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(exitCode);
    return Json.read(run.out().lines().toList().getLast().getBytes(UTF_8), Reply.class);
  }

  private WorkerProcess start(Diner diner) throws Exception {
    return WorkerProcess.start(
        diner.workerArguments(
            "--handlers", folder.resolve("handlers").toString(), "--backoff", "50ms"),
        folder);
  }

  private void assertEnds(String handlers, int exitCode, String message) throws Exception {
    try (var worker = WorkerProcess.start(List.of("--handlers", handlers), folder)) {
      assertThat(worker.exitCode()).isEqualTo(exitCode);
      assertThat(worker.log().lines().filter(line -> !line.startsWith("WARNING")))
          .hasSize(1)
          .first()
          .asString()
          .contains(message);
    }
  }

  private static JsonNode result(Reply reply) {
    return Objects.requireNonNull(reply.result(), () -> "no result: " + reply);
  }
}
