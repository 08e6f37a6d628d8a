package diner.worker.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.kafka.Alphabet;
import diner.worker.Deliveries;
import diner.worker.flow.Assignment;
import diner.worker.flow.Batch;
import diner.worker.flow.BatchEnd;
import diner.worker.flow.Lane;
import diner.worker.flow.Outcome;
import diner.worker.flow.Ticket;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The loop on its own thread, with Kafka's mock consumer on one side and the test on the other. */
class PollLoopTest {

  private static final TopicPartition PARTITION = new TopicPartition("jobs.burgers", 0);
  private static final TopicPartition OTHER = new TopicPartition("jobs.burgers", 1);
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final MockConsumer<byte[], byte[]> consumer =
      new MockConsumer<>("earliest") {
        @Override
        public void wakeup() {
          // The mock's poll returns at once, and its wakeup would wait for its callbacks to end.
        }
      };
  private final Mailbox mailbox = new Mailbox();
  private final LinkedBlockingQueue<Ticket> started = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Batch> batches = new LinkedBlockingQueue<>();
  private final CompletableFuture<Boolean> end = new CompletableFuture<>();

  @AfterEach
  void stop() {
    mailbox.post(new Message.Stop(Duration.ZERO));
    assertThat(end).succeedsWithin(LIMIT);
  }

  @Test
  void commitsOffsetsOnlyAfterTheirRepliesAreAcknowledged() throws Exception {
    start(Duration.ofSeconds(5), PARTITION);
    add(PARTITION, 0);
    finish(take(started));

    var batch = batchWithJobs();
    assertThat(committed()).as("not acknowledged yet").isNull();

    mailbox.post(new Message.BatchEnded(new BatchEnd.Sent(batch)));
    untilCommitted(1);
  }

  @Test
  void finishesWhatRunsBeforeItStops() throws Exception {
    start(Duration.ofSeconds(5), PARTITION);
    add(PARTITION, 0);
    var running = take(started);

    mailbox.post(new Message.Stop(Duration.ofSeconds(30)));
    add(PARTITION, 1);
    finish(running);
    publishUntilEnd();

    assertThat(end).succeedsWithin(LIMIT).isEqualTo(true);
    assertThat(started).as("nothing is started any more").isEmpty();
    assertThat(consumer.closed()).isTrue();
  }

  @Test
  void saysThatTheGraceTimeWasTooShort() throws Exception {
    start(Duration.ofSeconds(5), PARTITION);
    add(PARTITION, 0);
    take(started);

    mailbox.post(new Message.Stop(Duration.ofMillis(50)));

    assertThat(end).succeedsWithin(LIMIT).isEqualTo(false);
  }

  @Test
  void finishesWhatRunsOfARevokedPartitionBeforeItIsHandedOver() throws Exception {
    start(Duration.ofSeconds(30), PARTITION, OTHER);
    add(PARTITION, 0);
    add(OTHER, 0);
    var first = take(started);
    var second = take(started);
    var ofRevoked = first.assignment().partition() == 0 ? first : second;

    var handedOver = new CompletableFuture<Void>();
    consumer.schedulePollTask(() -> {
      consumer.rebalance(List.of(OTHER));
      handedOver.complete(null);
    });
    finish(ofRevoked);
    publishUntil(handedOver);

    assertThat(consumer.assignment()).containsExactly(OTHER);
    assertThat(end).isNotDone();
  }

  @Test
  void handsOverARevokedPartitionWhenTheGraceTimeIsOver() throws Exception {
    start(Duration.ofMillis(50), PARTITION);
    add(PARTITION, 0);
    take(started);

    var handedOver = new CompletableFuture<Void>();
    consumer.schedulePollTask(() -> {
      consumer.rebalance(List.of());
      handedOver.complete(null);
    });

    assertThat(handedOver).succeedsWithin(LIMIT);
    assertThat(committed()).as("it is not finished").isNull();
  }

  @Test
  void pausesAPartitionThatIsFullAndNoOther() throws Exception {
    start(Duration.ofSeconds(5), PARTITION, OTHER);

    add(PARTITION, 0, 1, 2, 3);
    add(OTHER, 0);
    for (var i = 0; i < 4; i++) {
      take(started);
    }

    inPoll(() -> assertThat(consumer.paused()).containsExactly(PARTITION));
  }

  @Test
  void reconcilesWhatIsPausedWithTheConsumerWhichMayForgetIt() throws Exception {
    start(Duration.ofSeconds(5), PARTITION, OTHER);
    add(PARTITION, 0, 1, 2, 3);
    for (var i = 0; i < 4; i++) {
      take(started);
    }
    inPoll(() -> assertThat(consumer.paused()).containsExactly(PARTITION));

    inPoll(() -> {
      consumer.resume(List.of(PARTITION)); // as a rebalance may do
      consumer.pause(List.of(OTHER));
    });

    inPoll(() -> assertThat(consumer.paused()).containsExactly(PARTITION));
  }

  @Test
  void keepsPollingWhileItDrains() throws Exception {
    start(Duration.ofSeconds(5), PARTITION);
    add(PARTITION, 0);
    var running = take(started);

    mailbox.post(new Message.Stop(Duration.ofSeconds(30)));

    inPoll(() -> {}); // polls may have been under way
    for (var polls = 0; polls < 3; polls++) {
      inPoll(() -> assertThat(consumer.paused()).containsExactly(PARTITION));
    }
    assertThat(end).isNotDone();

    finish(running);
    publishUntilEnd();
  }

  @Test
  void diesOfAnErrorInPollInsteadOfGoingOn() {
    start(Duration.ofSeconds(5), PARTITION);

    consumer.schedulePollTask(
        () -> consumer.setPollException(new org.apache.kafka.common.KafkaException("no way")));

    assertThat(end)
        .failsWithin(LIMIT) // or not at all, hence the message
        .withThrowableOfType(ExecutionException.class)
        .withMessageContaining("no way");
    end.obtrudeValue(false);
  }

  private void start(Duration revokeGrace, TopicPartition... partitions) {
    var limits =
        new Limits(
            Map.of(Lane.WAITING, 100, Lane.COMPUTING, 1),
            4,
            1 << 20,
            100,
            1 << 20,
            revokeGrace,
            new MapFormat(Alphabet.CHARS_15, 4_096, 5));
    var loop =
        new PollLoop(
            consumer,
            mailbox,
            limits,
            kind -> Lane.WAITING,
            new PollLoop.Surroundings(
                (lane, tickets) -> started.addAll(tickets), batches::add, this::startOfLog));
    consumer.schedulePollTask(() -> {
      consumer.rebalance(List.of(partitions));
      for (var partition : partitions) {
        consumer.updateBeginningOffsets(Map.of(partition, 0L));
      }
    });
    Thread.ofPlatform()
        .name("intake")
        .start(() -> {
          try {
            end.complete(loop.run(List.of(PARTITION.topic()), pulse -> {}));
          } catch (Throwable e) {
            end.completeExceptionally(e);
          }
        });
  }

  /** Nothing was ever committed. */
  private void startOfLog(Collection<Assignment> assignments) {
    var points =
        assignments.stream()
            .map(each -> new ResumePoint(each, OptionalLong.empty(), "", 0))
            .toList();
    mailbox.post(new Message.Answered(points, null));
  }

  private void add(TopicPartition partition, long... offsets) throws Exception {
    inPoll(() -> {
      for (var offset : offsets) {
        consumer.addRecord(
            new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                null,
                "{\"number\":1}".getBytes(UTF_8)));
      }
    });
  }

  /** Runs something on the loop's thread, between two polls, and waits for it. */
  private void inPoll(Runnable task) throws Exception {
    var ran = new CompletableFuture<Void>();
    consumer.schedulePollTask(() -> {
      try {
        task.run();
        ran.complete(null);
      } catch (Throwable e) {
        ran.completeExceptionally(e);
      }
    });
    ran.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  private void finish(Ticket ticket) {
    var settled = Deliveries.settled(ticket, Deliveries.reply(new byte[0]));
    mailbox.post(new Message.Ended(List.of(new Outcome.Finished(settled))));
  }

  /** The next batch with a job; batches without one are published on the way. */
  private Batch batchWithJobs() throws Exception {
    while (true) {
      var batch = take(batches);
      if (!batch.settled().isEmpty()) {
        return batch;
      }
      mailbox.post(new Message.BatchEnded(new BatchEnd.Sent(batch)));
    }
  }

  private void publishUntilEnd() throws Exception {
    publishUntil(end);
  }

  private void publishUntil(CompletableFuture<?> event) throws Exception {
    for (var tries = 0; tries < 1_000 && !event.isDone(); tries++) {
      var batch = batches.poll(10, TimeUnit.MILLISECONDS);
      if (batch != null) {
        mailbox.post(new Message.BatchEnded(new BatchEnd.Sent(batch)));
      }
    }
    assertThat(event).isDone();
  }

  private void untilCommitted(long offset) throws Exception {
    for (var tries = 0; tries < 1_000; tries++) {
      var committed = committed();
      if (committed != null && committed == offset) {
        return;
      }
      var batch = batches.poll(10, TimeUnit.MILLISECONDS);
      if (batch != null) {
        mailbox.post(new Message.BatchEnded(new BatchEnd.Sent(batch)));
      }
    }
    assertThat(committed()).isEqualTo(offset);
  }

  private Long committed() throws Exception {
    var found = new CompletableFuture<Long>();
    inPoll(() -> {
      var committed = consumer.committed(Set.of(PARTITION)).get(PARTITION);
      found.complete(committed == null || committed.offset() == 0 ? null : committed.offset());
    });
    return found.get();
  }

  private static <T> T take(LinkedBlockingQueue<T> queue) throws InterruptedException {
    var next = queue.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertThat(next).as("within " + LIMIT).isNotNull();
    return next;
  }
}
