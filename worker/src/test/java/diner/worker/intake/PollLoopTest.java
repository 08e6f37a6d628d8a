package diner.worker.intake;

import static diner.worker.intake.RunningLoop.LIMIT;
import static diner.worker.intake.RunningLoop.OTHER;
import static diner.worker.intake.RunningLoop.PARTITION;
import static diner.worker.intake.RunningLoop.take;
import static org.assertj.core.api.Assertions.assertThat;

import diner.worker.flow.BatchEnd;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The loop on its own thread, with Kafka's mock consumer on one side and the test on the other. */
class PollLoopTest {

  private final RunningLoop loop = new RunningLoop();

  @AfterEach
  void stop() {
    loop.close();
  }

  @Test
  void commitsOffsetsOnlyAfterTheirRepliesAreAcknowledged() throws Exception {
    loop.start(Duration.ofSeconds(5), PARTITION);
    loop.add(PARTITION, 0);
    loop.finish(take(loop.started));

    var batch = loop.batchWithJobs();
    assertThat(loop.committed()).as("not acknowledged yet").isNull();

    loop.mailbox.post(new Message.BatchEnded(new BatchEnd.Sent(batch)));
    loop.untilCommitted(1);
  }

  @Test
  void finishesWhatRunsBeforeItStops() throws Exception {
    loop.start(Duration.ofSeconds(5), PARTITION);
    loop.add(PARTITION, 0);
    var running = take(loop.started);

    loop.mailbox.post(new Message.Stop(Duration.ofSeconds(30)));
    loop.add(PARTITION, 1);
    loop.finish(running);
    loop.publishUntilEnd();

    assertThat(loop.end).succeedsWithin(LIMIT).isEqualTo(true);
    assertThat(loop.started).as("nothing is started any more").isEmpty();
    assertThat(loop.consumer.closed()).isTrue();
  }

  @Test
  void saysThatTheGraceTimeWasTooShort() throws Exception {
    loop.start(Duration.ofSeconds(5), PARTITION);
    loop.add(PARTITION, 0);
    take(loop.started);

    loop.mailbox.post(new Message.Stop(Duration.ofMillis(50)));

    assertThat(loop.end).succeedsWithin(LIMIT).isEqualTo(false);
  }

  @Test
  void finishesWhatRunsOfARevokedPartitionBeforeItIsHandedOver() throws Exception {
    loop.start(Duration.ofSeconds(30), PARTITION, OTHER);
    loop.add(PARTITION, 0);
    loop.add(OTHER, 0);
    var first = take(loop.started);
    var second = take(loop.started);
    var ofRevoked = first.assignment().partition() == 0 ? first : second;

    var handedOver = new CompletableFuture<Void>();
    loop.consumer.schedulePollTask(() -> {
      loop.consumer.rebalance(List.of(OTHER));
      handedOver.complete(null);
    });
    loop.finish(ofRevoked);
    loop.publishUntil(handedOver);

    assertThat(loop.consumer.assignment()).containsExactly(OTHER);
    assertThat(loop.end).isNotDone();
  }

  @Test
  void handsOverARevokedPartitionWhenTheGraceTimeIsOver() throws Exception {
    loop.start(Duration.ofMillis(50), PARTITION);
    loop.add(PARTITION, 0);
    take(loop.started);

    var handedOver = new CompletableFuture<Void>();
    loop.consumer.schedulePollTask(() -> {
      loop.consumer.rebalance(List.of());
      handedOver.complete(null);
    });

    assertThat(handedOver).succeedsWithin(LIMIT);
    assertThat(loop.committed()).as("it is not finished").isNull();
  }

  @Test
  void pausesAPartitionThatIsFullAndNoOther() throws Exception {
    loop.start(Duration.ofSeconds(5), PARTITION, OTHER);

    loop.add(PARTITION, 0, 1, 2, 3);
    loop.add(OTHER, 0);
    for (var i = 0; i < 4; i++) {
      take(loop.started);
    }

    loop.inPoll(() -> assertThat(loop.consumer.paused()).containsExactly(PARTITION));
  }

  @Test
  void reconcilesWhatIsPausedWithTheConsumerWhichMayForgetIt() throws Exception {
    loop.start(Duration.ofSeconds(5), PARTITION, OTHER);
    loop.add(PARTITION, 0, 1, 2, 3);
    for (var i = 0; i < 4; i++) {
      take(loop.started);
    }
    loop.inPoll(() -> assertThat(loop.consumer.paused()).containsExactly(PARTITION));

    loop.inPoll(() -> {
      loop.consumer.resume(List.of(PARTITION)); // as a rebalance may do
      loop.consumer.pause(List.of(OTHER));
    });

    loop.inPoll(() -> assertThat(loop.consumer.paused()).containsExactly(PARTITION));
  }

  @Test
  void keepsPollingWhileItDrains() throws Exception {
    loop.start(Duration.ofSeconds(5), PARTITION);
    loop.add(PARTITION, 0);
    var running = take(loop.started);

    loop.mailbox.post(new Message.Stop(Duration.ofSeconds(30)));

    loop.inPoll(() -> {}); // polls may have been under way
    for (var polls = 0; polls < 3; polls++) {
      loop.inPoll(() -> assertThat(loop.consumer.paused()).containsExactly(PARTITION));
    }
    assertThat(loop.end).isNotDone();

    loop.finish(running);
    loop.publishUntilEnd();
  }

  @Test
  void diesOfAnErrorInPollInsteadOfGoingOn() {
    loop.start(Duration.ofSeconds(5), PARTITION);

    loop.consumer.schedulePollTask(
        () -> loop.consumer.setPollException(new org.apache.kafka.common.KafkaException("no way")));

    assertThat(loop.end)
        .failsWithin(LIMIT) // or not at all, hence the message
        .withThrowableOfType(ExecutionException.class)
        .withMessageContaining("no way");
    loop.end.obtrudeValue(false);
  }
}
