package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;

import diner.localkafka.LocalKafka;
import diner.shared.message.Header;
import diner.shared.message.Reply;
import diner.shared.message.Reply.Status;
import diner.worker.MoodyKitchen.Mood;
import java.nio.file.Path;
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
        var worker =
            WorkerProcess.start(
                diner.workerArguments("--kitchen-url", kitchen.url(), "--max-attempts", "2"),
                folder)) {
      Awaitility.await("the gate is shut")
          .atMost(Diner.LIMIT)
          .ignoreException(AssertionError.class)
          .until(() ->
              worker.health("ready").startsWith("200 ok; outage: burgers waits for its service"));
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
}
