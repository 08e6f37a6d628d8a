package diner.worker.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.kafka.Alphabet;
import diner.worker.Deliveries;
import diner.worker.flow.Assignment;
import diner.worker.flow.Batch;
import diner.worker.flow.BatchEnd;
import diner.worker.flow.Lane;
import diner.worker.flow.Load;
import diner.worker.flow.Outcome;
import diner.worker.flow.Ticket;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The loop on its own thread, with Kafka's mock consumer on one side and the test on the other. */
final class RunningLoop implements AutoCloseable {

  static final TopicPartition PARTITION = new TopicPartition("jobs.burgers", 0);
  static final TopicPartition OTHER = new TopicPartition("jobs.burgers", 1);
  static final Duration LIMIT = Duration.ofSeconds(10);

  final MockConsumer<byte[], byte[]> consumer =
      new MockConsumer<>("earliest") {
        @Override
        public void wakeup() {
          // The mock's poll returns at once, and its wakeup would wait for its callbacks to end.
        }
      };
  final Mailbox mailbox = new Mailbox();
  final LinkedBlockingQueue<Ticket> started = new LinkedBlockingQueue<>();
  final LinkedBlockingQueue<Batch> batches = new LinkedBlockingQueue<>();
  final CompletableFuture<Boolean> end = new CompletableFuture<>();

  /** What the loop said last that it holds. */
  volatile Load load = Load.NONE;

  /** Where a partition goes on: nothing was ever committed, unless a test says otherwise. */
  volatile OptionalLong committed = OptionalLong.empty();

  @Override
  public void close() {
    mailbox.post(new Message.Stop(Duration.ZERO));
    assertThat(end).succeedsWithin(LIMIT);
  }

  /** Starts it as the owner of these partitions. */
  void start(Duration revokeGrace, TopicPartition... partitions) {
    var limits =
        new Limits(
            Map.of(Lane.WAITING, 100, Lane.COMPUTING, 1),
            4,
            1 << 20,
            100,
            1 << 20,
            revokeGrace,
            Duration.ofHours(24),
            new MapFormat(Alphabet.CHARS_15, 4_096, 5));
    var loop =
        new PollLoop(
            consumer,
            mailbox,
            limits,
            kind -> KindRule.unlimited(kind, Lane.WAITING),
            new PollLoop.Surroundings(
                (lane, tickets) -> started.addAll(tickets), batches::add, this::goesOn),
            false);
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
            end.complete(loop.run(List.of(PARTITION.topic()), pulse -> load = pulse.load()));
          } catch (Throwable e) {
            end.completeExceptionally(e);
          }
        });
  }

  private void goesOn(Collection<Assignment> assignments) {
    var points = assignments.stream().map(each -> new ResumePoint(each, committed, "", 0)).toList();
    mailbox.post(new Message.Answered(points, null));
  }

  void add(TopicPartition partition, long... offsets) throws Exception {
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
  void inPoll(Runnable task) throws Exception {
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

  void finish(Ticket ticket) {
    var settled = Deliveries.settled(ticket, Deliveries.reply(new byte[0]));
    mailbox.post(new Message.Ended(List.of(new Outcome.Finished(settled))));
  }

  /** The next batch with a job; batches without one are published on the way. */
  Batch batchWithJobs() throws Exception {
    while (true) {
      var batch = take(batches);
      if (!batch.settled().isEmpty()) {
        return batch;
      }
      mailbox.post(new Message.BatchEnded(new BatchEnd.Sent(batch)));
    }
  }

  void publishUntilEnd() throws Exception {
    publishUntil(end);
  }

  void publishUntil(CompletableFuture<?> event) throws Exception {
    for (var tries = 0; tries < 1_000 && !event.isDone(); tries++) {
      var batch = batches.poll(10, TimeUnit.MILLISECONDS);
      if (batch != null) {
        mailbox.post(new Message.BatchEnded(new BatchEnd.Sent(batch)));
      }
    }
    assertThat(event).isDone();
  }

  void untilCommitted(long offset) throws Exception {
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

  @Nullable Long committed() throws Exception {
    var found = new CompletableFuture<Long>();
    inPoll(() -> {
      var committed = consumer.committed(Set.of(PARTITION)).get(PARTITION);
      found.complete(committed == null || committed.offset() == 0 ? null : committed.offset());
    });
    return found.get();
  }

  static <T> T take(LinkedBlockingQueue<T> queue) throws InterruptedException {
    var next = queue.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertThat(next).as("within " + LIMIT).isNotNull();
    return next;
  }
}
