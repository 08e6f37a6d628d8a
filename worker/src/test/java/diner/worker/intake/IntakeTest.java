package diner.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import diner.shared.kafka.Alphabet;
import diner.shared.message.Reply.Failure;
import diner.worker.Deliveries;
import diner.worker.flow.Assignment;
import diner.worker.flow.Batch;
import diner.worker.flow.CommitPoint;
import diner.worker.flow.Lane;
import diner.worker.flow.Outcome;
import diner.worker.flow.PauseReason;
import diner.worker.flow.Settled;
import diner.worker.flow.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IntakeTest {

  private static final TopicPartition PARTITION = new TopicPartition("jobs.burgers", 0);
  private static final int LOOK_AHEAD = 8;

  private final SettableClock clock = new SettableClock();
  private final List<Ticket> started = new ArrayList<>();
  private final List<Assignment> asked = new ArrayList<>();
  private final List<Batch> published = new ArrayList<>();
  private final Intake intake =
      new Intake(
          new Limits(
              Map.of(Lane.WAITING, 4, Lane.COMPUTING, 1),
              LOOK_AHEAD,
              1 << 20,
              100,
              1 << 20,
              Duration.ofSeconds(5),
              Duration.ofHours(24),
              new MapFormat(Alphabet.CHARS_15, 4_096, 5)),
          kind -> KindRule.unlimited(kind, Lane.WAITING),
          new PollLoop.Surroundings(
              (lane, tickets) -> started.addAll(tickets), published::add, asked::addAll),
          () -> Deliveries.MEMBERSHIP,
          clock);

  @BeforeEach
  void assign() {
    assignAndResume();
  }

  @Test
  void commitsAJobTogetherWithItsReply() {
    poll(0, 1);
    intake.turn();

    finish(started.getFirst());
    intake.turn();

    assertThat(published).hasSize(1);
    assertThat(published.getFirst().settled()).extracting(Settled::offset).containsExactly(0L);
    assertThat(commitPoints(published.getFirst())).containsExactly(1L);
  }

  @Test
  void countsAJobAsDoneOnlyInTheSnapshotOfTheBatchWithItsReply() {
    poll(0, 1, 2);
    intake.turn();
    finish(started.get(0));
    intake.turn();

    finish(started.get(1));
    finish(started.get(2));
    intake.turn();
    assertThat(published).as("the first batch is still with the publisher").hasSize(1);

    intake.published(published.getFirst());
    intake.turn();
    assertThat(published).hasSize(2);
    assertThat(published.get(1).settled()).extracting(Settled::offset).containsExactly(1L, 2L);
    assertThat(commitPoints(published.get(1))).containsExactly(3L);
  }

  @Test
  void commitsNothingBeyondAJobThatStillRuns() {
    poll(0, 1);
    intake.turn();

    finish(started.get(1));
    intake.turn();

    assertThat(published.getFirst().settled()).hasSize(1);
    assertThat(commitPoints(published.getFirst())).containsExactly(0L);
  }

  @Test
  void parksAJobThatIsToBeTriedAgain() {
    poll(0);
    intake.turn();

    var again =
        new Outcome.Again(started.getFirst(), Duration.ofSeconds(3), new Failure("503", "busy"));
    intake.ended(List.of(again));
    intake.turn();
    assertThat(started).hasSize(1);
    assertThat(intake.untilNextTimer(Duration.ofSeconds(9))).isEqualTo(Duration.ofSeconds(3));

    clock.forward(Duration.ofSeconds(3));
    intake.turn();
    assertThat(started)
        .extracting(Ticket::attempt, ticket -> ticket.delivery().offset())
        .containsExactly(tuple(1, 0L), tuple(2, 0L));
  }

  @Test
  void aParkedJobTakesNoPlaceInItsLane() {
    poll(0, 1, 2, 3, 4);
    intake.turn();
    assertThat(started).hasSize(4);

    var again =
        new Outcome.Again(started.getFirst(), Duration.ofHours(1), new Failure("503", "busy"));
    intake.ended(List.of(again));
    intake.turn();

    assertThat(started).extracting(ticket -> ticket.delivery().offset()).contains(4L);
  }

  @Test
  void dropsALateResultOfAFormerAssignment() {
    poll(0);
    intake.turn();
    intake.forget(List.of(PARTITION));
    assignAndResume();
    poll(0);
    intake.turn();

    finish(started.getFirst());
    intake.turn();
    assertThat(published).flatExtracting(Batch::settled).isEmpty();

    finish(started.get(1));
    if (!published.isEmpty()) {
      intake.published(published.getLast());
    }
    intake.turn();
    assertThat(published).flatExtracting(Batch::settled).hasSize(1);
  }

  @Test
  void commitsAPositionMovedByMarkersAloneWithinASecond() {
    poll(0);
    intake.turn();
    finish(started.getFirst());
    intake.turn();
    intake.published(published.getFirst());

    intake.polled(new ConsumerRecords<>(Map.of(), Map.of(PARTITION, new OffsetAndMetadata(3))));
    intake.turn();
    assertThat(published).as("waits for company").hasSize(1);

    clock.forward(Duration.ofSeconds(1));
    intake.turn();
    assertThat(published).hasSize(2);
    assertThat(commitPoints(published.get(1))).containsExactly(3L);
  }

  @Test
  void startsNothingMoreWhenItStops() {
    poll(0);
    intake.turn();
    poll(1);

    intake.stopAdmitting();
    intake.turn();
    assertThat(started).hasSize(1);
    assertThat(intake.isDrained()).isFalse();

    finish(started.getFirst());
    intake.turn();
    assertThat(intake.isDrained()).as("its batch is not published yet").isFalse();

    intake.published(published.getFirst());
    assertThat(intake.isDrained()).isTrue();
  }

  @Test
  void aPartitionIsFullAtItsLookAheadAndOpensAgainWithSomeRoom() {
    poll(0, 1, 2, 3, 4, 5, 6, 7);
    intake.turn();
    assertThat(intake.whyFull(PARTITION, false)).isEqualTo(PauseReason.LOOK_AHEAD);

    finish(started.get(0));
    intake.turn();
    assertThat(intake.whyFull(PARTITION, true)).as("seven open").isEqualTo(PauseReason.LOOK_AHEAD);

    intake.published(published.getFirst());
    finish(started.get(1));
    finish(started.get(2));
    intake.turn();
    assertThat(intake.whyFull(PARTITION, true)).as("five open").isNull();
  }

  @Test
  void releasedPartitionsStartNothingMore() {
    poll(0, 1, 2, 3, 4, 5);
    intake.turn();

    var released = intake.release(List.of(PARTITION));
    finish(started.get(0));
    intake.publishIfIdle();

    assertThat(started).hasSize(4);
    assertThat(intake.isDrained(released)).isFalse();
  }

  private void assignAndResume() {
    intake.assign(List.of(PARTITION));
    intake.turn();
    intake.resume(List.of(new ResumePoint(asked.getLast(), OptionalLong.of(0), "", 0)), null);
  }

  private void poll(long... offsets) {
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    for (var offset : offsets) {
      records.add(new ConsumerRecord<>(PARTITION.topic(), 0, offset, null, new byte[0]));
    }
    intake.polled(
        new ConsumerRecords<>(
            Map.of(PARTITION, records),
            Map.of(PARTITION, new OffsetAndMetadata(offsets[offsets.length - 1] + 1))));
  }

  private void finish(Ticket ticket) {
    var settled = Deliveries.settled(ticket, Deliveries.reply(new byte[0]));
    intake.ended(List.of(new Outcome.Finished(settled)));
  }

  private static List<Long> commitPoints(Batch batch) {
    return batch.commitPoints().stream().map(CommitPoint::offset).toList();
  }
}
