package diner.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.kafka.Alphabet;
import diner.shared.kafka.DoneAhead;
import diner.shared.message.Turn;
import diner.worker.Deliveries;
import diner.worker.flow.Assignment;
import diner.worker.flow.Batch;
import diner.worker.flow.Lane;
import diner.worker.flow.Outcome;
import diner.worker.flow.PauseReason;
import diner.worker.flow.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A handover, with a clock that moves with the messages that come meanwhile. */
class RebalancesTest {

  private static final TopicPartition PARTITION = new TopicPartition("jobs.burgers", 0);
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Duration BETWEEN_MESSAGES = Duration.ofMillis(100);

  /** Any message: intake is told of nothing by it. */
  private static final Message TICK = new Message.Ended(List.of());

  private final SettableClock clock = new SettableClock();
  private final Instant start = clock.instant();
  private final Mailbox mailbox = new Mailbox();
  private final ScriptedCommits consumer = new ScriptedCommits();
  private final List<Ticket> started = new ArrayList<>();
  private final List<Assignment> asked = new ArrayList<>();
  private final List<Batch> published = new ArrayList<>();
  private Lane lane = Lane.WAITING;
  private final Intake intake =
      new Intake(
          new Limits(
              Map.of(Lane.WAITING, 9, Lane.COMPUTING, 9),
              20,
              1 << 20,
              100,
              1 << 20,
              GRACE,
              Duration.ofHours(24),
              new MapFormat(Alphabet.CHARS_15, 4_096, 3)),
          _ -> KindRule.unlimited(lane.name(), lane),
          new PollLoop.Surroundings(
              (_, tickets) -> started.addAll(tickets), published::add, asked::addAll),
          () -> Deliveries.MEMBERSHIP,
          clock);
  private final OffsetCommits commits = new OffsetCommits(consumer, clock, intake::mapRefused);
  private final Rebalances rebalances =
      new Rebalances(intake, commits, mailbox, this::on, GRACE, clock);

  /** What becomes of the jobs, by the number of the message. */
  private final Map<Integer, Runnable> events = new HashMap<>();

  private int messages;

  @BeforeEach
  void run() {
    consumer.assign(List.of(PARTITION));
    rebalances.onPartitionsAssigned(List.of(PARTITION));
    intake.turn();
    intake.resume(List.of(new ResumePoint(asked.getLast(), OptionalLong.of(0), "", 0)), null);
    poll(0);
    poll(1);
    intake.turn();
    mailbox.post(TICK);
  }

  @Test
  void handsOverWithinTheGraceTimeThoughNothingEverComesBack() {
    rebalances.onPartitionsRevoked(List.of(PARTITION));

    assertThat(taken()).isEqualTo(GRACE);
    assertThat(intake.isDrained()).as("others do its jobs").isTrue();
    assertThat(consumer.waitedFor).isEmpty();
  }

  @Test
  void waitsASecondBeyondTheGraceTimeForTheLastBatchAndNoLonger() {
    events.put(49, () -> finish(0));

    rebalances.onPartitionsRevoked(List.of(PARTITION));

    assertThat(published).hasSize(1);
    assertThat(taken())
        .isBetween(GRACE.plusMillis(900), GRACE.plusSeconds(1).plus(BETWEEN_MESSAGES));
    assertThat(consumer.waitedFor).as("its records are not acknowledged").isEmpty();
  }

  @Test
  void commitsWhatIsFinishedMeanwhileAndEndsAtOnce() {
    events.put(3, () -> finish(0));
    events.put(5, this::sent);
    events.put(6, () -> finish(1));
    events.put(8, this::sent);

    rebalances.onPartitionsRevoked(List.of(PARTITION));

    assertThat(taken()).isEqualTo(BETWEEN_MESSAGES.multipliedBy(8));
    assertThat(consumer.waitedFor).containsExactly(Map.of(0, 2L));
  }

  @Test
  void takesBackTheAttemptsThatItCutsOff() {
    lane = Lane.COMPUTING;
    poll(2);
    intake.turn();
    assertThat(attempts(published.getLast())).as("on record before it starts").containsEntry(2L, 1);
    sent();
    intake.committed();

    events.put(52, this::sent);
    rebalances.onPartitionsRevoked(List.of(PARTITION));

    assertThat(attempts(published.getLast())).as("cut off, not failed").isEmpty();
    assertThat(consumer.waitedFor).containsExactly(Map.of(0, 0L));
  }

  @Test
  void forgetsWhatItHandedOver() {
    rebalances.onPartitionsRevoked(List.of(PARTITION));
    finish(0);
    intake.publishIfIdle();

    assertThat(published).as("others answer that job").isEmpty();
    assertThat(intake.whyFull(PARTITION, false))
        .as("nothing is polled of it")
        .isEqualTo(PauseReason.RESUMING);
  }

  @Test
  void forgetsWhatIsLost() {
    rebalances.onPartitionsLost(List.of(PARTITION));
    finish(0);
    intake.publishIfIdle();

    assertThat(published).as("others answer that job").isEmpty();
    assertThat(intake.whyFull(PARTITION, false))
        .as("nothing is polled of it")
        .isEqualTo(PauseReason.RESUMING);
  }

  @Test
  void handsOverThoughTheLastCommitFails() {
    consumer.errors.add(new TimeoutException("no answer"));
    events.put(1, () -> finish(0));
    events.put(3, this::sent);

    rebalances.onPartitionsRevoked(List.of(PARTITION));

    assertThat(taken()).isEqualTo(GRACE);
    assertThat(intake.isDrained()).isTrue();
  }

  @Test
  void startsNothingAndHandsOverAtOnceOnceTheWorkerHasWaited() {
    rebalances.waitNoMore();

    rebalances.onPartitionsRevoked(List.of(PARTITION));

    assertThat(taken()).isZero();
  }

  @Test
  void commitsNothingOfPartitionsThatAreLost() {
    finish(0);
    intake.publishIfIdle();
    sent();

    rebalances.onPartitionsLost(List.of(PARTITION));
    commits.send();

    assertThat(rebalances.isMember()).isFalse();
    assertThat(rebalances.hasBeenMember()).isTrue();
    assertThat(consumer.waitedFor).isEmpty();
    assertThat(consumer.underWay).isEmpty();
    assertThat(taken()).isZero();
  }

  /** A message takes some time, and there is always a next one, so nobody waits in earnest. */
  private void on(Message message) {
    clock.forward(BETWEEN_MESSAGES);
    events.getOrDefault(++messages, () -> {}).run();
    mailbox.post(message);
    assertThat(taken()).as("this never ends").isLessThan(Duration.ofMinutes(1));
  }

  private void poll(long offset) {
    var record =
        new ConsumerRecord<byte[], byte[]>(PARTITION.topic(), 0, offset, null, new byte[0]);
    intake.polled(
        new ConsumerRecords<>(
            Map.of(PARTITION, List.of(record)),
            Map.of(PARTITION, new OffsetAndMetadata(offset + 1))));
  }

  private static Map<Long, Integer> attempts(Batch batch) {
    var point = batch.commitPoints().getLast();
    var turn = new Turn(PARTITION.topic(), PARTITION.partition(), point.offset());
    return DoneAhead.decode(turn, point.metadata()).orElseThrow().attempts();
  }

  private void finish(int job) {
    var settled = Deliveries.settled(started.get(job), Deliveries.reply(new byte[0]));
    intake.ended(List.of(new Outcome.Finished(settled)));
  }

  private void sent() {
    commits.add(intake.published(published.getLast()), false, intake::committed);
  }

  private Duration taken() {
    return Duration.between(start, clock.instant());
  }
}
