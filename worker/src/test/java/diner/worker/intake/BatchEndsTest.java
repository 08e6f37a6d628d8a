package diner.worker.intake;

import static diner.worker.intake.RunningLoop.PARTITION;
import static diner.worker.intake.RunningLoop.take;
import static org.assertj.core.api.Assertions.assertThat;

import diner.worker.flow.BatchEnd;
import diner.worker.flow.CommitPoint;
import diner.worker.flow.Settled;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the loop does with each way in which a batch may end. */
class BatchEndsTest {

  private final RunningLoop loop = new RunningLoop();

  @BeforeEach
  void start() throws Exception {
    loop.start(Duration.ofSeconds(5), PARTITION);
    loop.add(PARTITION, 0);
  }

  @AfterEach
  void stop() {
    loop.close();
  }

  @Test
  void whatATransactionCommittedIsNotCommittedAgain() throws Exception {
    loop.finish(take(loop.started));
    var batch = loop.batchWithJobs();

    loop.mailbox.post(new Message.BatchEnded(new BatchEnd.Committed(batch)));
    loop.add(PARTITION, 1);
    loop.finish(take(loop.started));

    assertThat(loop.batchWithJobs().commitPoints())
        .extracting(CommitPoint::offset)
        .containsExactly(2L);
    assertThat(loop.committed()).as("by the consumer").isNull();
  }

  @Test
  void whatWasAbortedComesAgainBeforeAllElse() throws Exception {
    loop.finish(take(loop.started));
    var batch = loop.batchWithJobs();
    loop.add(PARTITION, 1);
    loop.finish(take(loop.started));

    loop.mailbox.post(new Message.BatchEnded(new BatchEnd.Aborted(batch, false)));

    var again = take(loop.batches);
    assertThat(again.settled()).extracting(Settled::offset).containsExactly(0L);
    assertThat(again.commitPoints()).extracting(CommitPoint::offset).containsExactly(1L);
  }

  @Test
  void aMapThatWasRefusedComesAgainInAscii() throws Exception {
    loop.add(PARTITION, 1);
    var stuck = take(loop.started);
    loop.finish(take(loop.started));
    var batch = loop.batchWithJobs();
    assertThat(batch.commitPoints().getFirst().metadata()).matches("D[^\\p{ASCII}]+");

    loop.mailbox.post(new Message.BatchEnded(new BatchEnd.Aborted(batch, true)));

    assertThat(take(loop.batches).commitPoints().getFirst().metadata()).matches("d\\p{ASCII}+");
    assertThat(stuck.delivery().offset()).isZero();
  }

  @Test
  void afterAnUnknownEndItGoesOnWhereKafkaSays() throws Exception {
    loop.add(PARTITION, 1);
    loop.finish(take(loop.started));
    var second = take(loop.started);
    var batch = loop.batchWithJobs();
    loop.committed = OptionalLong.of(1); // it was committed after all

    loop.mailbox.post(new Message.BatchEnded(new BatchEnd.Unknown(batch)));
    loop.add(PARTITION, 1); // the mock forgets what it returned

    var again = take(loop.started);
    assertThat(again.delivery().offset()).isEqualTo(1);
    assertThat(again.assignment()).as("in a new life").isNotEqualTo(second.assignment());
    loop.finish(second);
    loop.finish(again);
    assertThat(loop.batchWithJobs().settled())
        .as("the former life's result is dropped")
        .extracting(Settled::assignment)
        .containsExactly(again.assignment());
  }
}
