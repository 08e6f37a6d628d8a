package diner.producer.compare;

import static org.assertj.core.api.Assertions.assertThat;

import diner.producer.CliRun;
import diner.producer.Main;
import diner.producer.SharedKafka;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** However a comparison ends, no process and no topic of it stays. With programs for workers. */
@Timeout(90)
class CompareEndsIT {

  @TempDir Path folder;

  @AfterEach
  void nothingIsLeft() throws Exception {
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
    try (var admin = Admin.create(Map.of("bootstrap.servers", SharedKafka.bootstrapServers()))) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .until(() ->
              admin.listTopics().names().get(5, TimeUnit.SECONDS).stream()
                  .noneMatch(name -> name.startsWith("compare-")));
    }
  }

  /** A program that does this after it has passed for a kitchen. */
  private Path program(String rest) throws Exception {
    var script =
        """
        #!/bin/sh
        trap '' TERM
        echo "$@" >>'%s/calls'
        echo 'something is odd' >&2
        [ "$1" != kitchen ] || { echo http://127.0.0.1:1; while :; do sleep 1; done; }
        """
            .formatted(folder);
    var program = Files.writeString(folder.resolve("worker"), script + rest + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return program;
  }

  @Test
  void aWorkerThatEndsIsNamedWithItsLastWordsAndTheFolderOfItsLog() throws Exception {
    var run =
        CliRun.at(
            SharedKafka.bootstrapServers(), "compare", "--worker", program("exit 7").toString());

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("compare: one-at-a-time-1 has ended unasked, with exit code 7: something is odd")
        .doesNotContain("\tat ");
    var logs = Pattern.compile("what the workers wrote is in (\\S+)").matcher(run.err());
    assertThat(logs.find()).isTrue();
    var kept = Path.of(logs.group(1));
    assertThat(kept.resolve("one-at-a-time-1.log")).hasContent("something is odd");
    assertThat(kept.resolve("client.properties")).as("may hold a password").doesNotExist();
    new LogFolder(kept).delete();
  }

  @Test
  void aProgramThatIsNotThereIsSaidInOneLine() {
    var run = CliRun.at(SharedKafka.bootstrapServers(), "compare", "--worker", "/no/such/program");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).startsWith("compare: can't start a worker: ").hasLineCount(1);
  }

  @Test
  void interruptedItStopsWhatItStartedAndEndsWith130() throws Exception {
    var program = program("while :; do sleep 1; done");
    var err = new StringWriter();
    var code = new CompletableFuture<Integer>();
    var command =
        Thread.ofPlatform()
            .start(() ->
                code.complete(
                    Main.run(
                        Map.of(),
                        new PrintWriter(new StringWriter()),
                        new PrintWriter(err),
                        "compare",
                        "-b",
                        SharedKafka.bootstrapServers(),
                        "--worker",
                        program.toString())));
    var calls = folder.resolve("calls");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> Files.exists(calls) && Files.readAllLines(calls).size() == 2);

    command.interrupt();

    assertThat(code.get(30, TimeUnit.SECONDS)).isEqualTo(130);
    assertThat(err.toString())
        .contains("interrupted: all workers were stopped")
        .doesNotContain("what the workers wrote");
    assertThat(Files.readAllLines(calls).getLast())
        .contains("--limit burgers=1,cleaning=1")
        .contains("--kitchen-url http://127.0.0.1:1");
  }
}
