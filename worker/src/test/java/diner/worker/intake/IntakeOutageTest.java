package diner.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.kafka.Alphabet;
import diner.shared.kafka.DoneAhead;
import diner.shared.message.Headers;
import diner.shared.message.Reply.Failure;
import diner.shared.message.Turn;
import diner.worker.Deliveries;
import diner.worker.flow.Assignment;
import diner.worker.flow.Batch;
import diner.worker.flow.CommitPoint;
import diner.worker.flow.Lane;
import diner.worker.flow.Outage;
import diner.worker.flow.Outcome;
import diner.worker.flow.Settled;
import diner.worker.flow.Sign;
import diner.worker.flow.Ticket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IntakeOutageTest {

  private static final TopicPartition PARTITION = new TopicPartition("jobs", 0);
  private static final Failure BUSY = new Failure("kitchen-503", "busy");
  private static final int MAX_ATTEMPTS = 5;
  private static final Duration LONG = Duration.ofHours(1);

  private final SettableClock clock = new SettableClock();
  private final List<Ticket> started = new ArrayList<>();
  private final List<Assignment> asked = new ArrayList<>();
  private final List<Batch> published = new ArrayList<>();
  private final Intake intake =
      new Intake(
          new Limits(
              Map.of(Lane.WAITING, 40, Lane.COMPUTING, 4),
              1_000,
              1 << 20,
              100,
              1 << 20,
              Duration.ofSeconds(5),
              Duration.ofHours(24),
              new MapFormat(Alphabet.CHARS_15, 4_096, MAX_ATTEMPTS)),
          kind -> KindRule.unlimited(kind, kind.equals("model") ? Lane.COMPUTING : Lane.WAITING),
          new PollLoop.Surroundings(
              (_, tickets) -> started.addAll(tickets), published::add, asked::addAll),
          () -> Deliveries.MEMBERSHIP,
          clock);
  private final List<Settled> done = new ArrayList<>();
  private final List<CommitPoint> committed = new ArrayList<>();
  private int polled;

  /** Of the jobs that are polled next. */
  private @Nullable Instant deadline;

  @BeforeEach
  void assign() {
    intake.assign(List.of(PARTITION));
    intake.turn();
    resume();
  }

  @Test
  void jobsWaitWithoutAPlaceInTheirLaneAndNoAttemptCounts() {
    poll("burgers", 100);
    intake.turn();
    refuse(take(40));
    intake.turn();
    assertThat(intake.outages()).containsExactly(new Outage("burgers", clock.instant()));
    assertThat(started).as("none starts").isEmpty();

    poll("soup", 40);
    intake.turn();
    assertThat(started).as("another kind has the whole lane").hasSize(40);

    finish(take(40));
    intake.turn();
    assertThat(attempts()).as("in the map").isEmpty();
  }

  @Test
  void oneJobIsTriedAtATimeAndPollWaitsForIt() {
    shutWith(40);
    for (var millis : List.of(500, 1_000, 2_000, 4_000, 5_000, 5_000)) {
      assertThat(intake.untilNextTimer(LONG)).isEqualTo(Duration.ofMillis(millis));
      clock.forward(Duration.ofMillis(millis));
      assertThat(intake.untilNextTimer(LONG)).as("due").isZero();
      intake.turn();
      assertThat(started).hasSize(1);
      assertThat(intake.untilNextTimer(LONG)).as("nothing but its end").isEqualTo(LONG);
      refuse(take(1));
      intake.turn();
      assertThat(started).isEmpty();
    }
  }

  @Test
  void oneAnswerLetsAllGoOnAtOnceAsIfNeverTried() {
    shutWith(40);
    clock.forward(Gate.FIRST_PAUSE);
    intake.turn();

    finish(take(1));
    intake.turn();

    assertThat(intake.outages()).isEmpty();
    assertThat(started).hasSize(39).extracting(Ticket::attempt).containsOnly(1);
  }

  @Test
  void anotherJobIsTriedNextSinceOneMayBeRefusedForItself() {
    shutWith(40);
    clock.forward(Gate.FIRST_PAUSE);
    intake.turn();
    var first = take(1);
    refuse(first);

    clock.forward(Gate.LONGEST_PAUSE);
    intake.turn();

    assertThat(started).hasSize(1).doesNotContainAnyElementsOf(first);
    assertThat(offset(started.getFirst())).isNotEqualTo(offset(first.getFirst()));
  }

  @Test
  void jobsThatWereParkedBeforeGetAllTheirAttemptsBackAndNeedNotWait() {
    poll("burgers", 6);
    for (var attempt = 1; attempt <= 3; attempt++) {
      intake.turn();
      assertThat(started).hasSize(6).extracting(Ticket::attempt).containsOnly(attempt);
      refuse(take(6));
      assertThat(intake.outages()).isEmpty();
      clock.forward(LONG);
    }
    intake.turn();
    assertThat(started).extracting(Ticket::attempt).containsOnly(4);
    assertThat(attempts()).hasSize(6).containsValue(3);

    refuse(take(2)); // the nineteenth and the twentieth: it shuts
    clock.forward(Gate.FIRST_PAUSE);
    intake.turn();

    assertThat(intake.outages()).hasSize(1);
    assertThat(started.getLast().attempt()).as("of the probe").isEqualTo(1);
    assertThat(attempts()).as("of the four that still run").hasSize(4).containsValue(3);
  }

  @Test
  void theLastAttemptIsNotTheEndWhileTheGateIsShut() {
    poll("burgers", 40);
    intake.turn();
    var last = started.removeLast();
    for (var attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
      timeOut(last);
      clock.forward(LONG);
      intake.turn();
      last = started.removeLast();
    }
    assertThat(last.attempt()).isEqualTo(MAX_ATTEMPTS);
    refuse(take(39));
    assertThat(intake.outages()).hasSize(1);

    refuse(List.of(last));
    intake.turn();
    publish();
    assertThat(done).isEmpty();

    clock.forward(Gate.FIRST_PAUSE);
    intake.turn();
    assertThat(started).as("it waits at the head").extracting(Ticket::attempt).containsExactly(5);
  }

  @Test
  void theLastAttemptIsNotTheEndWhereItShutsTheGate() {
    poll("burgers", 4);
    for (var attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
      intake.turn();
      refuse(take(4));
      clock.forward(LONG);
    }
    intake.turn();
    refuse(take(4));
    intake.turn();
    publish();

    assertThat(intake.outages()).hasSize(1);
    assertThat(done).as("the three before it were given up: the gate was open").hasSize(3);
  }

  @Test
  void withTheGateOpenTheLastAttemptIsTheEnd() {
    poll("burgers", 1);
    for (var attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      intake.turn();
      refuse(take(1));
      clock.forward(LONG);
    }
    intake.turn();
    publish();

    assertThat(done).hasSize(1);
  }

  @Test
  void aProbeIsNotWaitedForWhenItsPartitionIsGone() {
    shutWith(40);
    clock.forward(Gate.FIRST_PAUSE);
    intake.turn();
    var lost = take(1);
    intake.forget(List.of(PARTITION));
    intake.assign(List.of(PARTITION));
    intake.turn();
    resume();
    polled = 0;
    poll("burgers", 40);

    intake.turn();

    assertThat(started).as("another probe").hasSize(1);
    finish(lost);
    assertThat(intake.outages()).as("a late result opens nothing").hasSize(1);
    finish(take(1));
    assertThat(intake.outages()).isEmpty();
  }

  @Test
  void aProbeThatWaitedForItsRecordFreesItsPlaceWhenItIsTakenBack() {
    poll("model", 30);
    for (var round = 0; round < 10; round++) {
      intake.turn();
      publish();
      refuse(take(started.size()));
    }
    assertThat(intake.outages()).hasSize(1);
    clock.forward(Gate.LONGEST_PAUSE);
    publish();
    intake.turn(); // its attempt is to be recorded
    assertThat(intake.untilNextTimer(LONG)).as("a probe is under way").isEqualTo(LONG);

    intake.release(List.of(PARTITION));
    intake.forget(List.of(PARTITION));
    intake.assign(List.of(PARTITION));
    intake.turn();
    resume();
    polled = 0;
    poll("model", 30);
    publish();
    intake.turn();
    publish();

    assertThat(started).hasSize(1);
  }

  @Test
  void nothingIsWaitedForBehindAShutGateWhenItStops() {
    shutWith(40);
    publish();

    intake.stopAdmitting();
    intake.turn();
    publish();

    assertThat(intake.isDrained()).isTrue();
    clock.forward(LONG);
    assertThat(intake.untilNextTimer(LONG)).as("nor is it asked for").isEqualTo(LONG);
    intake.turn();
    assertThat(started).isEmpty();
  }

  @Test
  void aPartitionThatIsTakenAwayIsNotWaitedForBehindAShutGate() {
    shutWith(40);
    publish();
    intake.turn();
    publish();

    assertThat(intake.isDrained(intake.release(List.of(PARTITION)))).isTrue();
  }

  @Test
  void jobsExpireOnceBehindAShutGateWithNoAttemptThatCounts() {
    deadline = clock.instant().plusSeconds(10);
    poll("burgers", 6);
    intake.turn();
    refuse(take(6)); // parked, since the gate is open
    deadline = null;
    poll("burgers", 20);
    intake.turn();
    refuse(take(20));
    intake.turn();
    assertThat(intake.outages()).hasSize(1);

    clock.forward(Duration.ofSeconds(11));
    intake.turn();

    var expired = started.stream().filter(Ticket::isExpired).toList();
    assertThat(expired).hasSize(6).extracting(Ticket::attemptsMade).containsOnly(0);
    finish(expired);
    started.removeAll(expired);
    intake.turn();
    assertThat(started).as("a probe at most").hasSizeLessThan(2);
  }

  private void shutWith(int jobs) {
    poll("burgers", jobs);
    intake.turn();
    refuse(take(jobs));
    intake.turn();
    assertThat(intake.outages()).hasSize(1);
    assertThat(started).isEmpty();
  }

  private void resume() {
    intake.resume(List.of(new ResumePoint(asked.getLast(), OptionalLong.of(0), "", 0)), null);
  }

  private void poll(String kind, int jobs) {
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    for (var job = 0; job < jobs; job++) {
      var record =
          new ConsumerRecord<byte[], byte[]>(PARTITION.topic(), 0, polled++, null, new byte[0]);
      record.headers().add(Headers.JOB_KIND, kind.getBytes(StandardCharsets.UTF_8));
      if (deadline != null) {
        record
            .headers()
            .add(Headers.DEADLINE, deadline.toString().getBytes(StandardCharsets.UTF_8));
      }
      records.add(record);
    }
    intake.polled(
        new ConsumerRecords<>(
            Map.of(PARTITION, records), Map.of(PARTITION, new OffsetAndMetadata(polled))));
  }

  private List<Ticket> take(int jobs) {
    assertThat(started).hasSizeGreaterThanOrEqualTo(jobs);
    var taken = List.copyOf(started.subList(0, jobs));
    started.subList(0, jobs).clear();
    return taken;
  }

  private void refuse(List<Ticket> tickets) {
    tickets.forEach(ticket -> {
      var otherwise =
          ticket.attempt() < MAX_ATTEMPTS
              ? new Outcome.Again(ticket, Duration.ofSeconds(30), BUSY, Sign.REFUSED)
              : new Outcome.Finished(settled(ticket), Sign.REFUSED);
      intake.ended(
          List.of(new Outcome.Unavailable(otherwise, clock.instant(), BUSY, Duration.ZERO)));
    });
  }

  private void timeOut(Ticket ticket) {
    intake.ended(List.of(new Outcome.Again(ticket, Duration.ofSeconds(30), BUSY, Sign.SILENT)));
  }

  private void finish(List<Ticket> tickets) {
    tickets.forEach(
        ticket -> intake.ended(List.of(new Outcome.Finished(settled(ticket), Sign.ANSWERED))));
  }

  private static Settled settled(Ticket ticket) {
    return Deliveries.settled(ticket, Deliveries.reply(new byte[0]));
  }

  /** Lets the publisher end its batches, as long as there is one. */
  private void publish() {
    while (!published.isEmpty()) {
      var batch = published.removeLast();
      done.addAll(batch.settled());
      committed.addAll(batch.commitPoints());
      intake.published(batch);
      intake.committed();
      intake.turn();
    }
  }

  /** Attempts in the map that was committed last. */
  private SortedMap<Long, Integer> attempts() {
    publish();
    var point = committed.getLast();
    return DoneAhead.decode(new Turn(PARTITION.topic(), 0, point.offset()), point.metadata())
        .orElseThrow()
        .attempts();
  }

  private static long offset(Ticket ticket) {
    return ticket.delivery().offset();
  }
}
