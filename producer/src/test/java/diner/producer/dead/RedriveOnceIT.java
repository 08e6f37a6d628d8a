package diner.producer.dead;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import diner.producer.CliRun;
import diner.producer.Main;
import diner.producer.SharedKafka;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever interrupts a redrive, each letter is redriven once. */
@Timeout(120)
class RedriveOnceIT {

  private static final int LETTERS = 1_200;
  private static final String STALLING = "partitioner.class=" + StallingPartitioner.class.getName();

  private LetterBox box;

  @BeforeEach
  void putLetters() throws Exception {
    box = new LetterBox(SharedKafka.bootstrapServers());
    box.put(IntStream.range(0, LETTERS).mapToObj(box::letter).toArray(LetterSample[]::new));
  }

  @AfterEach
  void close() {
    box.close();
  }

  private static List<String> everyJob() {
    return IntStream.range(0, LETTERS).mapToObj(number -> "job-" + number).toList();
  }

  private CompletableFuture<CliRun> stallingRedrive() {
    var run = new CompletableFuture<CliRun>();
    Thread.ofPlatform().start(() -> run.complete(box.dead("redrive", "-X", STALLING)));
    return run;
  }

  /** Stalled at 501 the second transaction has nothing in Kafka yet; at 900 it has. */
  @ParameterizedTest
  @ValueSource(ints = {1, 501, 900, 1_200})
  void killedAndRepeated(int stallAt) throws Exception {
    // given
    var process = start(stallAt);
    try {
      var line = "";
      var out = new BufferedReader(process.inputReader(UTF_8));
      while (line != null && !line.equals("stalled")) {
        line = out.readLine();
      }
      assertThat(line).as("it got that far").isNotNull();
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    // when
    var again = box.dead("redrive");

    // then
    var before = (stallAt - 1) / 500 * 500;
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.err()).contains(LETTERS - before + " letters redriven in ");
    assertThat(box.jobIds(box.burgers())).containsExactlyInAnyOrderElementsOf(everyJob());
    assertThat(box.dead("redrive").err()).startsWith("0 letters redriven in ");
  }

  private Process start(int stallAt) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dstall.at=" + stallAt,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(
        List.of(
            box.arguments(
                "dead", "redrive", "-X", STALLING, "-b", SharedKafka.bootstrapServers())));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  @Test
  void theLaterOfTwoGoesOnAndTheFirstSaysHowFarItCame() throws Exception {
    // given
    var stall = StallingPartitioner.at(900);
    var first = stallingRedrive();
    stall.awaitReached();

    // when
    var second = box.dead("redrive");
    stall.release();

    // then
    assertThat(second.code()).as(second.err()).isZero();
    assertThat(second.err()).contains("700 letters redriven in ");
    assertThat(first.get(30, TimeUnit.SECONDS).code()).isEqualTo(1);
    assertThat(first.get().err().lines())
        .singleElement()
        .asString()
        .startsWith("another redrive of '" + box.topics().prefix() + "' has taken over")
        .contains("500 letters redriven before that");
    assertThat(box.jobIds(box.burgers())).containsExactlyInAnyOrderElementsOf(everyJob());
  }

  @Test
  void interruptedItFinishesItsTransactionAndSaysHowFarItCame() throws Exception {
    // given
    var stall = StallingPartitioner.at(300);
    var run = new CompletableFuture<CliRun>();
    var thread = Thread.ofPlatform().start(() -> run.complete(box.dead("redrive", "-X", STALLING)));
    stall.awaitReached();

    // when
    thread.interrupt();
    Awaitility.await().until(() -> !thread.isInterrupted());
    stall.release();

    // then
    assertThat(run.get(30, TimeUnit.SECONDS).code()).isEqualTo(130);
    assertThat(run.get().err())
        .contains("500 letters redriven in ")
        .contains("interrupted, the rest is still open");
    assertThat(box.jobIds(box.burgers())).hasSize(500).doesNotHaveDuplicates();
  }

  /** Its markers can't be read while the transaction of a worker that began before them is open. */
  @Test
  void aWorkersOpenTransactionDoesNotMakeRedrivenLettersOpenAgain() throws Exception {
    try (var worker = box.producer(Map.of("transactional.id", box.topics().prefix() + "-w"))) {
      // given
      var stall = StallingPartitioner.at(1);
      var first = stallingRedrive();
      stall.awaitReached();
      worker.initTransactions();
      worker.beginTransaction();
      worker.send(box.letter(LETTERS).toWrite(box.topics().deadLetters())).get();
      stall.release();
      assertThat(first.get(30, TimeUnit.SECONDS).code()).isZero();

      // when
      var second = CompletableFuture.supplyAsync(() -> box.dead("redrive"));
      Awaitility.await()
          .pollDelay(Duration.ofSeconds(3))
          .untilAsserted(() -> assertThat(second).isNotDone());
      worker.commitTransaction();

      // then
      assertThat(second.get(30, TimeUnit.SECONDS).err()).contains("1 letter redriven in ");
      var all = new ArrayList<>(everyJob());
      all.add("job-" + LETTERS);
      assertThat(box.jobIds(box.burgers())).containsExactlyInAnyOrderElementsOf(all);
    }
  }
}
