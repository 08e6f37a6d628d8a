package diner.worker.intake;

import static diner.worker.intake.RunningLoop.OTHER;
import static diner.worker.intake.RunningLoop.PARTITION;
import static diner.worker.intake.RunningLoop.take;

import diner.worker.flow.BatchEnd;
import diner.worker.flow.Lane;
import diner.worker.flow.Load;
import diner.worker.flow.PauseReason;
import java.time.Duration;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the loop says that it holds, a moment after it holds it. */
class StocktakingTest {

  private final RunningLoop loop = new RunningLoop();

  @AfterEach
  void stop() {
    loop.close();
  }

  @Test
  void saysWhatIsOpenAndInFlightAndWhichPartitionsArePaused() throws Exception {
    loop.start(Duration.ofSeconds(5), PARTITION, OTHER);
    loop.add(PARTITION, 0, 1, 2, 3);
    loop.add(OTHER, 0);
    for (var i = 0; i < 5; i++) {
      take(loop.started);
    }

    until(load ->
        load.inFlight().getOrDefault(Lane.WAITING, 0) == 5
            && load.held().partitions() == 2
            && load.held().open() == 5
            && load.held().mostOpen() == 4
            && load.held().bytes() >= 5 * 200
            && load.paused().getOrDefault(PauseReason.LOOK_AHEAD, 0) == 1
            && load.uncommittedSince() == null);
  }

  @Test
  void saysSinceWhenSomethingWaitsForACommitUntilThatIsAcknowledged() throws Exception {
    loop.start(Duration.ofSeconds(5), PARTITION);
    loop.add(PARTITION, 0, 1);
    take(loop.started); // it goes on
    loop.finish(take(loop.started));
    var batch = loop.batchWithJobs();

    until(load -> load.uncommittedSince() != null);

    loop.mailbox.post(new Message.BatchEnded(new BatchEnd.Sent(batch)));
    until(load ->
        load.uncommittedSince() == null
            && load.held().open() == 1
            && load.held().metadataFill() > 0);
  }

  private void until(Predicate<Load> holds) {
    Awaitility.await().atMost(RunningLoop.LIMIT).until(() -> loop.load, holds);
  }
}
