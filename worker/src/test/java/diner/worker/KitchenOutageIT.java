package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;

import diner.localkafka.LocalKafka;
import diner.shared.message.Header;
import diner.shared.message.Reply;
import diner.shared.message.Reply.Status;
import diner.worker.MoodyKitchen.Mood;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A real worker whose kitchen refuses everybody, then is away, then comes back. */
@ExtendWith(SharedKafka.class)
class KitchenOutageIT {

  private static final int JOBS = 400;
  private static final String HOUSE =
      "{\"rooms\":1,\"width\":64,\"height\":64,\"dirt\":0.2,\"seed\":1}";

  @TempDir private Path folder;
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
  void itsJobsWaitWithoutLosingAnAttemptAndOthersGoOn() throws Exception {
    diner.sendMany(diner.topics().jobs("burgers"), JOBS, "{\"number\":1}");
    try (var kitchen = MoodyKitchen.start(Mood.always(503));
        var worker = start(kitchen, "--max-attempts", "2")) {
      awaitShut(worker);
      var before = kitchen.orders();
      Awaitility.await("two probes")
          .atMost(Diner.LIMIT)
          .until(() -> kitchen.orders() >= before + 2);

      kitchen.goAway();
      diner.send(diner.topics().jobs("cleaning"), HOUSE, Header.of("job-id", "house"));
      assertThat(diner.reply("house").status()).isEqualTo(Status.DONE);
      assertThat(diner.replies(1)).as("none of the burgers").hasSize(1);

      kitchen.is(Mood.WELL);
      kitchen.comeBack();
      var replies = diner.replies(1 + JOBS);
      assertThat(replies).hasSize(1 + JOBS);
      assertThat(replies).extracting(Reply::status).containsOnly(Status.DONE);
      assertThat(replies).extracting(Reply::attempts).containsOnly(1);
      assertThat(worker.health("ready")).isEqualTo("200 ok");
      assertThat(worker.log().lines())
          .filteredOn(line -> line.contains("the service behind this kind"))
          .satisfiesExactly(
              shut -> assertThat(shut).contains("its jobs wait", "kitchen-503"),
              open -> assertThat(open).contains("answers again", "shutFor"));
    }
  }

  @Test
  void aStopDoesNotWaitForJobsWhoseServiceIsAway() throws Exception {
    diner.sendMany(diner.topics().jobs("burgers"), JOBS, "{\"number\":1}");
    var attempts = new String[] {"--max-attempts", "2"};
    try (var kitchen = MoodyKitchen.start(Mood.always(503))) {
      try (var worker = start(kitchen, attempts)) {
        awaitShut(worker);
        worker.terminate();
        assertThat(worker.exitCode()).as(worker.log()).isZero();
      }
      kitchen.is(Mood.WELL);
      try (var _ = start(kitchen, attempts)) {
        assertThat(diner.replies(JOBS))
            .hasSize(JOBS)
            .allSatisfy(reply -> {
              assertThat(reply.status()).isEqualTo(Status.DONE);
              assertThat(reply.attempts()).as("what was given back is on record").isEqualTo(1);
            });
      }
    }
  }

  private WorkerProcess start(MoodyKitchen kitchen, String... more) throws IOException {
    var arguments = new ArrayList<>(List.of("--kitchen-url", kitchen.url()));
    arguments.addAll(List.of(more));
    return WorkerProcess.start(diner.workerArguments(arguments.toArray(String[]::new)), folder);
  }

  private static void awaitShut(WorkerProcess worker) {
    Awaitility.await("the gate is shut")
        .atMost(Diner.LIMIT)
        .ignoreException(AssertionError.class)
        .until(() ->
            worker.health("ready").startsWith("200 ok; outage: burgers waits for its service"));
  }
}
