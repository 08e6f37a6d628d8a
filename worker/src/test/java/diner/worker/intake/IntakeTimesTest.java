package diner.worker.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.kafka.Alphabet;
import diner.shared.message.Headers;
import diner.shared.message.Reply.Failure;
import diner.worker.Deliveries;
import diner.worker.flow.Assignment;
import diner.worker.flow.Batch;
import diner.worker.flow.Lane;
import diner.worker.flow.Outcome;
import diner.worker.flow.Settled;
import diner.worker.flow.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs that wait for their time, and jobs whose time is over. */
class IntakeTimesTest {

  private static final TopicPartition PARTITION = new TopicPartition("jobs.burgers", 0);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final SettableClock clock = new SettableClock();
  private final List<Ticket> waiting = new ArrayList<>();
  private final List<Ticket> computing = new ArrayList<>();
  private final List<Assignment> asked = new ArrayList<>();
  private final List<Batch> published = new ArrayList<>();
  private final Intake intake =
      new Intake(
          new Limits(
              Map.of(Lane.WAITING, 2, Lane.COMPUTING, 1),
              20_000,
              1 << 26,
              100,
              1 << 20,
              Duration.ofSeconds(5),
              Duration.ofHours(24),
              new MapFormat(Alphabet.CHARS_15, 4_096, 5)),
          kind -> KindRule.unlimited(kind, kind.equals("cleaning") ? Lane.COMPUTING : Lane.WAITING),
          new PollLoop.Surroundings(
              (lane, tickets) -> (lane == Lane.WAITING ? waiting : computing).addAll(tickets),
              published::add,
              asked::addAll),
          () -> Deliveries.MEMBERSHIP,
          clock);

  private long next;

  @BeforeEach
  void assign() {
    intake.assign(List.of(PARTITION));
    intake.turn();
    intake.resume(List.of(new ResumePoint(asked.getLast(), OptionalLong.of(0), "", 0)), null);
  }

  @Test
  void aJobIsNotStartedBeforeItsTimeAndAtOnceWhenThatComes() {
    poll(notBefore(3));
    intake.turn();
    assertThat(waiting).isEmpty();
    assertThat(intake.untilNextTimer(LONGEST)).isEqualTo(Duration.ofSeconds(3));

    pass(Duration.ofMillis(2_999));
    assertThat(waiting).isEmpty();

    pass(Duration.ofMillis(1));
    assertThat(startedOffsets()).containsExactly(0L);
  }

  @Test
  void aJobThatWaitsForItsTimeTakesNoPlaceAndHoldsNobodyUp() {
    poll(notBefore(3), notBefore(3), notBefore(3), Headers.NONE, Headers.NONE);
    intake.turn();

    assertThat(startedOffsets()).containsExactly(3L, 4L);
  }

  @Test
  void aJobThatWaitsForItsTimeKeepsItsKey() {
    pollKeyed("a", notBefore(3), Headers.NONE);
    pollKeyed("b", Headers.NONE);
    intake.turn();
    assertThat(startedOffsets()).containsExactly(2L);

    pass(Duration.ofSeconds(3));
    assertThat(startedOffsets()).containsExactly(2L, 0L);

    finish(waiting.getLast());
    intake.turn();
    assertThat(startedOffsets()).containsExactly(2L, 0L, 1L);
  }

  @Test
  void theNextOfAKeyWaitsForItsTimeToo() {
    pollKeyed("a", Headers.NONE, notBefore(3));
    intake.turn();
    finish(waiting.getFirst());
    intake.turn();
    assertThat(startedOffsets()).containsExactly(0L);

    pass(Duration.ofSeconds(3));
    assertThat(startedOffsets()).containsExactly(0L, 1L);
  }

  @Test
  void whatCantBeUnderstoodOrIsTooFarAheadGoesToItsLaneAtOnce() {
    poll(
        Headers.NONE.plus(Headers.NOT_BEFORE, "tomorrow"),
        Headers.NONE.plus(Headers.DEADLINE, "never"));
    intake.turn();
    assertThat(startedOffsets()).containsExactly(0L, 1L);
    waiting.forEach(this::finish);
    waiting.clear();

    poll(notBefore(24 * 3_600 + 1), notBefore(24 * 3_600));
    intake.turn();
    assertThat(startedOffsets()).containsExactly(2L);
  }

  @Test
  void aJobThatWaitsForAPlaceExpiresAndTakesNone() {
    poll(Headers.NONE, Headers.NONE, Headers.NONE, deadline(3));
    intake.turn();
    assertThat(intake.untilNextTimer(LONGEST)).isEqualTo(Duration.ofSeconds(3));

    pass(Duration.ofSeconds(3));
    assertThat(startedOffsets()).containsExactly(0L, 1L, 3L);
    assertThat(waiting.getLast().isExpired()).isTrue();

    finish(waiting.getLast());
    intake.turn();
    assertThat(startedOffsets()).as("both places are still taken").hasSize(3);
    assertThat(published.getLast().settled()).extracting(Settled::offset).containsExactly(3L);

    finish(waiting.getFirst());
    intake.turn();
    assertThat(startedOffsets()).containsExactly(0L, 1L, 3L, 2L);
  }

  @Test
  void aJobThatWaitsForItsNextAttemptExpires() {
    poll(deadline(3));
    intake.turn();
    fail(waiting.getFirst(), Duration.ofSeconds(9));
    intake.turn();

    pass(Duration.ofSeconds(3));

    assertThat(waiting).hasSize(2);
    assertThat(waiting.getLast().isExpired()).isTrue();
    assertThat(waiting.getLast().attempt()).isEqualTo(2);
    assertThat(waiting.getLast().lastFailure()).isEqualTo(new Failure("503", "busy"));
    pass(Duration.ofSeconds(9));
    assertThat(waiting).as("it does not come back").hasSize(2);
  }

  @Test
  void aJobThatWaitsForItsTimeExpires() {
    poll(notBefore(9).plus(Headers.DEADLINE, clock.instant().plusSeconds(3).toString()));
    intake.turn();

    pass(Duration.ofSeconds(3));

    assertThat(waiting).extracting(Ticket::isExpired).containsExactly(true);
  }

  @Test
  void aJobBehindItsKeyExpiresAndLeavesTheKeyToItsOwner() {
    pollKeyed("a", Headers.NONE, deadline(3), Headers.NONE);
    intake.turn();
    pass(Duration.ofSeconds(3));
    assertThat(startedOffsets()).containsExactly(0L, 1L);

    finish(waiting.getLast());
    intake.turn();
    assertThat(startedOffsets()).as("the first still runs").containsExactly(0L, 1L);

    finish(waiting.getFirst());
    intake.turn();
    assertThat(startedOffsets()).containsExactly(0L, 1L, 2L);
  }

  @Test
  void theNextOfAKeyPassesWhenItsOwnerHasExpired() {
    pollKeyed("a", notBefore(9).plus(deadline(3).all().getFirst()), Headers.NONE);
    intake.turn();
    pass(Duration.ofSeconds(3));
    assertThat(startedOffsets()).containsExactly(0L);

    finish(waiting.getFirst());
    intake.turn();

    assertThat(startedOffsets()).containsExactly(0L, 1L);
  }

  @Test
  void aComputingJobThatExpiresMakesNoAttempt() {
    poll(cleaning(Headers.NONE), cleaning(deadline(3)));
    intake.turn();
    acknowledge();
    assertThat(computing).hasSize(1);

    pass(Duration.ofSeconds(3));

    assertThat(waiting).as("the waiting lane answers it").hasSize(1);
    assertThat(waiting.getFirst().kind()).isEqualTo("cleaning");
    assertThat(intake.isRecording()).isFalse();
    assertThat(computing).hasSize(1);
  }

  @Test
  void whatIsInALaneIsLeftToIt() {
    poll(deadline(3));
    intake.turn();

    pass(Duration.ofSeconds(9));

    assertThat(waiting).extracting(Ticket::isExpired).containsExactly(false);
    assertThat(intake.untilNextTimer(LONGEST)).isEqualTo(LONGEST);
  }

  @Test
  void aStoppedWorkerLeavesWhatBecomesDueToOthersAndDoesNotWakeForIt() {
    poll(notBefore(3), deadline(4), notBefore(5));
    intake.turn();
    intake.stopAdmitting();

    pass(Duration.ofSeconds(9));

    assertThat(startedOffsets()).containsExactly(1L);
    assertThat(intake.untilNextTimer(LONGEST)).isEqualTo(LONGEST);
  }

  @Test
  void forgetsTheTimesOfAPartitionThatIsGone() {
    poll(Headers.NONE, Headers.NONE, deadline(3), notBefore(4));
    intake.turn();

    intake.forget(List.of(PARTITION));
    pass(Duration.ofSeconds(9));

    assertThat(startedOffsets()).containsExactly(0L, 1L);
    assertThat(intake.untilNextTimer(Duration.ofMillis(1))).isEqualTo(Duration.ofMillis(1));
  }

  private Headers notBefore(long seconds) {
    return Headers.NONE.plus(Headers.NOT_BEFORE, clock.instant().plusSeconds(seconds).toString());
  }

  private Headers deadline(long seconds) {
    return Headers.NONE.plus(Headers.DEADLINE, clock.instant().plusSeconds(seconds).toString());
  }

  private static Headers cleaning(Headers headers) {
    return headers.plus(Headers.JOB_KIND, "cleaning");
  }

  private void pass(Duration time) {
    clock.forward(time);
    intake.turn();
  }

  private void poll(Headers... jobs) {
    pollKeyed(null, jobs);
  }

  private void pollKeyed(@Nullable String key, Headers... jobs) {
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    for (var headers : jobs) {
      records.add(record(next++, key, headers));
    }
    intake.polled(
        new ConsumerRecords<>(
            Map.of(PARTITION, records), Map.of(PARTITION, new OffsetAndMetadata(next))));
  }

  private ConsumerRecord<byte[], byte[]> record(
      long offset, @Nullable String key, Headers headers) {
    var ofKafka = new RecordHeaders();
    headers.all().forEach(header -> ofKafka.add(header.name(), header.value()));
    return new ConsumerRecord<>(
        PARTITION.topic(),
        0,
        offset,
        clock.millis(),
        TimestampType.CREATE_TIME,
        0,
        0,
        key == null ? null : key.getBytes(UTF_8),
        new byte[0],
        ofKafka,
        Optional.empty());
  }

  private List<Long> startedOffsets() {
    return waiting.stream().map(ticket -> ticket.delivery().offset()).toList();
  }

  private void finish(Ticket ticket) {
    var settled = Deliveries.settled(ticket, Deliveries.reply(new byte[0]));
    intake.ended(List.of(new Outcome.Finished(settled)));
  }

  private void fail(Ticket ticket, Duration delay) {
    intake.ended(List.of(new Outcome.Again(ticket, delay, new Failure("503", "busy"))));
  }

  /** The batch with the attempts on record is in Kafka. */
  private void acknowledge() {
    intake.published(published.getLast());
    intake.committed();
  }
}
