package diner.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diner.shared.kafka.Alphabet;
import diner.shared.kafka.DoneAhead;
import diner.shared.message.Reply.Failure;
import diner.shared.message.Turn;
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
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of jobs when partitions begin a new life, and what may not happen at all. */
class IntakeLivesTest {

  private static final TopicPartition PARTITION = new TopicPartition("jobs.burgers", 0);
  private static final Failure BUSY = new Failure("503", "busy");

  private final SettableClock clock = new SettableClock();
  private final List<Ticket> started = new ArrayList<>();
  private final List<Assignment> asked = new ArrayList<>();
  private final List<Batch> published = new ArrayList<>();
  private Lane lane = Lane.WAITING;
  private int ended;
  private final Intake intake =
      new Intake(
          new Limits(
              Map.of(Lane.WAITING, 9, Lane.COMPUTING, 9),
              20,
              1 << 20,
              100,
              1 << 20,
              Duration.ofSeconds(5),
              Duration.ofHours(24),
              new MapFormat(Alphabet.CHARS_15, 4_096, 3)),
          _ -> KindRule.unlimited(lane.name(), lane),
          new PollLoop.Surroundings(
              (_, tickets) -> started.addAll(tickets), published::add, asked::addAll),
          () -> Deliveries.MEMBERSHIP,
          clock);

  @BeforeEach
  void assign() {
    intake.assign(List.of(PARTITION));
    intake.turn();
    resume(0, "");
  }

  @Test
  void anySubsetOfOnePollMayFail() {
    for (var failing = 0; failing < 1 << 6; failing++) {
      var first = 6L * failing;
      started.clear();
      for (var offset = first; offset < first + 6; offset++) {
        poll(offset);
      }
      intake.turn();
      assertThat(started).hasSize(6);
      for (var ticket : List.copyOf(started)) {
        if ((failing >> (offset(ticket) - first) & 1) != 0) {
          intake.ended(List.of(new Outcome.Again(ticket, Duration.ofSeconds(1), BUSY)));
        } else {
          finish(ticket);
        }
      }
      started.clear();
      intake.turn();

      var point = published.getLast().commitPoints().getLast();
      assertThat(point.offset())
          .as("the first that failed, else the next")
          .isEqualTo(first + Integer.numberOfTrailingZeros(failing | 1 << 6));
      var map = DoneAhead.decode(new Turn(PARTITION.topic(), 0, point.offset()), point.metadata());
      assertThat(map.orElseThrow().attempts()).hasSize(Integer.bitCount(failing));
      endBatch();
      clock.forward(Duration.ofSeconds(1));
      intake.turn();
      started.stream().filter(ticket -> ticket.attempt() == 2).forEach(this::finish);
      intake.turn();
      endBatch();
      assertThat(published.getLast().commitPoints().getLast().offset()).isEqualTo(first + 6);
    }
  }

  @Test
  void beginsAnewWhereNobodyKnowsWhatBecameOfABatch() {
    poll(0, 1, 2);
    intake.turn();
    finish(started.get(0));
    intake.turn();
    finish(started.get(1));
    intake.ended(List.of(new Outcome.Again(started.get(2), Duration.ofSeconds(1), BUSY)));

    intake.startAnew(published.getFirst());
    assertThat(intake.whyFull(PARTITION, false))
        .as("not known yet where it goes on")
        .isEqualTo(PauseReason.RESUMING);
    intake.turn();
    assertThat(asked.getLast().epoch()).isGreaterThan(asked.getFirst().epoch());
    assertThat(resume(1, "")).isEqualTo(Map.of(PARTITION, 1L));
    clock.forward(Duration.ofSeconds(1));
    intake.turn();
    assertThat(published).as("nothing of the former life is published").hasSize(1);

    poll(1, 2);
    intake.turn();
    assertThat(started).extracting(IntakeLivesTest::offset).containsExactly(0L, 1L, 2L, 1L, 2L);
    finish(started.get(3));
    intake.turn();
    assertThat(published.getLast().settled()).extracting(Settled::offset).containsExactly(1L);
  }

  @Test
  void goesOnWhereAPartitionBeginsAgainSinceItsTopicWasMadeAnew() {
    poll(5, 6);
    intake.turn();
    var former = List.copyOf(started);

    poll(0, 1);
    intake.turn();
    former.forEach(this::finish);
    intake.turn();
    assertThat(published).flatExtracting(Batch::settled).as("of the former topic").isEmpty();

    assertThat(started).extracting(IntakeLivesTest::offset).containsExactly(5L, 6L, 0L, 1L);
    finish(started.get(2));
    if (!published.isEmpty()) {
      endBatch();
    }
    intake.turn();
    assertThat(published.getLast().commitPoints())
        .extracting(CommitPoint::offset)
        .containsExactly(1L);
  }

  @Test
  void ignoresWhatIsPolledBeforeItIsKnownWhereAPartitionGoesOn() {
    intake.forget(List.of(PARTITION));
    intake.assign(List.of(PARTITION));
    poll(0, 1);
    intake.turn();
    assertThat(started).isEmpty();

    assertThat(resume(1, "")).isEqualTo(Map.of(PARTITION, 1L));
    poll(1);
    intake.turn();
    assertThat(started).extracting(IntakeLivesTest::offset).containsExactly(1L);
  }

  @Test
  void aComputingJobStartsOnceItsAttemptIsOnRecord() {
    lane = Lane.COMPUTING;
    poll(0);
    intake.turn();

    assertThat(started).isEmpty();
    assertThat(intake.isRecording()).isTrue();
    assertThat(attempts(published.getFirst())).isEqualTo(Map.of(0L, 1));

    intake.published(published.getFirst());
    intake.committed();
    assertThat(started).hasSize(1);
  }

  @Test
  void anAttemptThatDoesNotBeginSinceTheWorkerStopsIsTakenBack() {
    lane = Lane.COMPUTING;
    poll(0);
    intake.turn();

    intake.stopAdmitting();
    endBatch();
    intake.turn();

    assertThat(started).isEmpty();
    assertThat(attempts(published.getLast())).isEmpty();
    endBatch();
    assertThat(intake.isDrained()).isTrue();
  }

  @Test
  void anAttemptThatDoesNotBeginSinceItsPartitionIsTakenAwayIsTakenBack() {
    lane = Lane.COMPUTING;
    poll(0);
    intake.turn();

    var released = intake.release(List.of(PARTITION));
    endBatch();
    intake.publishIfIdle();

    assertThat(attempts(published.getLast())).isEmpty();
    assertThat(intake.isDrained(released)).isFalse();
    endBatch();
    assertThat(intake.isDrained(released)).isTrue();
  }

  @Test
  void anAttemptThatIsCutOffByAHandoverDidNotHappen() {
    lane = Lane.COMPUTING;
    poll(0);
    intake.turn();
    endBatch();
    assertThat(started).hasSize(1);

    intake.unrecord(intake.release(List.of(PARTITION)));
    intake.publishIfIdle();

    assertThat(attempts(published.getLast())).isEmpty();
  }

  @Test
  void aJobThatIsGivenUpUntriedCountsNoFurtherAttempt() {
    lane = Lane.COMPUTING;
    poll(0);
    intake.turn();
    for (var attempt = 1; attempt <= 3; attempt++) {
      endBatch();
      intake.ended(List.of(new Outcome.Again(started.getLast(), Duration.ZERO, BUSY)));
      intake.turn();
      endBatch();
      intake.turn();
    }
    assertThat(attempts(published.getLast())).as("room for 3, not for 4").isEqualTo(Map.of(0L, 3));

    endBatch();
    assertThat(started.getLast().attempt()).isEqualTo(4);
    intake.unrecord(intake.release(List.of(PARTITION)));
    intake.publishIfIdle();
    assertThat(attempts(published.getLast())).isEqualTo(Map.of(0L, 3));
  }

  @Test
  void noticesAnOutcomeTooMany() {
    poll(0);
    intake.turn();
    var again = new Outcome.Again(started.getFirst(), Duration.ofSeconds(1), BUSY);
    intake.ended(List.of(again, again));

    assertThatThrownBy(intake::turn).isInstanceOf(AssertionError.class);
  }

  static List<Runnable> entries(Intake intake) {
    return List.of(
        intake::turn,
        intake::publishIfIdle,
        intake::committed,
        intake::stopAdmitting,
        () -> intake.assign(List.of(PARTITION)),
        () -> intake.release(List.of(PARTITION)),
        () -> intake.forget(List.of(PARTITION)),
        () -> intake.resume(List.of(), null),
        () -> intake.polled(ConsumerRecords.empty()),
        () -> intake.ended(List.of()),
        () -> intake.published(Deliveries.batch()),
        () -> intake.aborted(Deliveries.batch()),
        () -> intake.startAnew(Deliveries.batch()),
        () -> intake.mapRefused(List.of()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13})
  void noOtherThreadGetsIn(int entry) {
    var thrown = new CompletableFuture<Throwable>();

    var other =
        Thread.ofPlatform()
            .start(() -> {
              try {
                entries(intake).get(entry).run();
                thrown.complete(new IllegalStateException("it got in"));
              } catch (Throwable e) {
                thrown.complete(e);
              }
            });

    assertThat(thrown).succeedsWithin(Duration.ofSeconds(10)).isInstanceOf(AssertionError.class);
    assertThat(other).isNotNull();
  }

  private Map<TopicPartition, Long> resume(long committed, String metadata) {
    return intake.resume(
        List.of(new ResumePoint(asked.getLast(), OptionalLong.of(committed), metadata, 0)), null);
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

  /** The batch that is with the publisher, where there is one, is in Kafka. */
  private void endBatch() {
    if (ended < published.size()) {
      intake.published(published.get(ended++));
      intake.committed();
    }
  }

  private static Map<Long, Integer> attempts(Batch batch) {
    var point = batch.commitPoints().getLast();
    var committed = new Turn(PARTITION.topic(), 0, point.offset());
    return DoneAhead.decode(committed, point.metadata()).orElseThrow().attempts();
  }

  private static long offset(Ticket ticket) {
    return ticket.delivery().offset();
  }
}
