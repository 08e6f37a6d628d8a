package diner.worker.intake;

import diner.shared.kafka.RecordHeaders;
import diner.worker.flow.Assignment;
import diner.worker.flow.Batch;
import diner.worker.flow.CommitPoint;
import diner.worker.flow.Delivery;
import diner.worker.flow.Lane;
import diner.worker.flow.Load;
import diner.worker.flow.Membership;
import diner.worker.flow.Outage;
import diner.worker.flow.Outcome;
import diner.worker.flow.Outcome.Again;
import diner.worker.flow.Outcome.Counted;
import diner.worker.flow.Outcome.Finished;
import diner.worker.flow.PauseReason;
import diner.worker.flow.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker's bookkeeping: what was polled, what runs, what is finished, what may be committed. It
 * never waits and touches no client: the poll loop feeds it and does what it says. Owned by intake.
 * Invariant: an open job is in exactly one place (admission, recording, a lane, parking, gathering)
 * until a batch takes it and its partition's ledger counts it as finished.
 */
final class Intake {

  private static final Logger log = LoggerFactory.getLogger(Intake.class);

  private final Limits limits;
  private final PollLoop.Lanes lanes;
  private final InstantSource clock;

  private final Resuming resuming;
  private final Ledgers ledgers;
  private final Admission admission;
  private final Parking parking = new Parking();
  private final Deadlines deadlines = new Deadlines();
  private final Outages outages;
  private final GroupCommit groupCommit;
  private boolean admitting = true;
  private @Nullable Thread owner;

  Intake(
      Limits limits,
      Function<String, KindRule> ruleOf,
      PollLoop.Surroundings surroundings,
      Supplier<Membership> membership,
      InstantSource clock) {
    this.limits = limits;
    this.lanes = surroundings.lanes();
    this.clock = clock;
    this.resuming = new Resuming(surroundings.committed(), clock);
    this.ledgers = new Ledgers(limits.map());
    this.admission = new Admission(limits.lanes(), ruleOf, this::parks);
    this.outages = new Outages(ledgers, admission, parking, deadlines);
    this.groupCommit =
        new GroupCommit(
            ledgers,
            new Gathering(limits.batchRecords(), limits.batchBytes()),
            surroundings.publisher(),
            membership,
            clock);
  }

  /** Partitions are ours from now on; what is polled of them counts once they are resumed. */
  void assign(Collection<TopicPartition> partitions) {
    assert isOnOwner();
    resuming.add(ledgers.assign(partitions));
    resuming.ask(); // not a turn later, which may be a whole poll
  }

  /**
   * Takes in where assignments go on.
   *
   * @param error why that is not known; null where it is
   * @return the positions from which to poll
   */
  Map<TopicPartition, Long> resume(List<ResumePoint> points, @Nullable RuntimeException error) {
    assert isOnOwner();
    var positions = new HashMap<TopicPartition, Long>();
    for (var point : resuming.answered(points, error)) {
      positions.put(ledgers.resume(point), point.position());
    }
    return positions;
  }

  /** Takes in what poll returned. */
  void polled(ConsumerRecords<byte[], byte[]> records) {
    assert isOnOwner();
    for (var partition : records.partitions()) {
      var ofPartition = records.records(partition);
      var ledger = ledgerAt(partition, ofPartition.getFirst().offset());
      if (ledger != null) { // else it is polled once more, when it is known where it goes on
        ofPartition.forEach(record -> polled(ledger, record));
      }
    }
    records
        .nextOffsets()
        .forEach((partition, position) -> {
          var ledger = ledgerAt(partition, position.offset());
          if (ledger != null) {
            ledger.positionedAt(position.offset());
          }
        });
  }

  /** Takes in how attempts ended. */
  void ended(List<Outcome> outcomes) {
    assert isOnOwner();
    var now = clock.instant();
    for (var outcome : outcomes) {
      var ticket = outcome.ticket();
      if (ticket.isExpired()) {
        deadlines.answered(); // it took no place in its lane
      } else {
        admission.left(ticket);
      }
      var ledger = ledgers.of(ticket.assignment());
      if (ledger == null) {
        continue; // a late result of a partition that others own now: they do the job again
      }
      outages.judge(outcome, now).ifPresent(counted -> ended(ledger, counted, now));
    }
  }

  /**
   * Takes in that a batch was published.
   *
   * @return what of its commit points is this worker's to commit, should they not be in Kafka
   */
  List<CommitPoint> published(Batch batch) {
    assert isOnOwner();
    groupCommit.published(batch);
    return groupCommit.present(batch.commitPoints());
  }

  /** The oldest commit points under way are in Kafka: the attempts they carry may begin. */
  void committed() {
    assert isOnOwner();
    var tickets = groupCommit.committed();
    if (!tickets.isEmpty()) {
      lanes.start(Lane.COMPUTING, tickets);
    }
  }

  /** Whether jobs wait for their attempt to be on record. */
  boolean isRecording() {
    return groupCommit.isRecording();
  }

  /** Takes in that nothing of a batch is in Kafka: what of it is still ours goes first again. */
  void aborted(Batch batch) {
    assert isOnOwner();
    groupCommit.aborted(batch);
  }

  /**
   * Takes in that nobody knows what of a batch is in Kafka: every partition begins a new life, as
   * after a crash.
   */
  void startAnew(Batch batch) {
    assert isOnOwner();
    var partitions = ledgers.partitions();
    forget(partitions);
    groupCommit.givenUp(batch);
    assign(partitions);
  }

  /** The broker finds maps too long: they are written in a form that is shorter in its eyes. */
  void mapRefused(List<String> metadata) {
    assert isOnOwner();
    ledgers.refused(metadata);
  }

  /** Starts what may start, and publishes what is finished. */
  void turn() {
    assert isOnOwner();
    if (admitting) {
      var now = clock.instant();
      expire(now);
      parking.release(now, admission::readmit);
      admission.admit(now, this::reserve, this::start);
    }
    groupCommit.publishIfIdle();
    resuming.ask();
    assert isBalanced();
  }

  /** Sends the next batch off, where the publisher is free and there is one. */
  void publishIfIdle() {
    assert isOnOwner();
    groupCommit.publishIfIdle();
  }

  /** Starts nothing more. */
  void stopAdmitting() {
    assert isOnOwner();
    admitting = false;
    for (var ticket : groupCommit.dropRecording(_ -> true)) {
      takeBack(ticket);
      admission.readmit(ticket);
    }
  }

  /** Whether all that was started is finished, published, and no longer ours to wait for. */
  boolean isDrained() {
    return ledgers.inFlight() == 0 && groupCommit.isDrained();
  }

  /** Starts nothing more of these partitions, and forgets what waits of them. */
  List<Assignment> release(Collection<TopicPartition> partitions) {
    assert isOnOwner();
    var released = ledgers.assignmentsOf(partitions);
    var set = new HashSet<>(released);
    admission.forget(set);
    parking.forget(set);
    deadlines.forget(set);
    groupCommit.dropRecording(ticket -> set.contains(ticket.assignment())).forEach(this::takeBack);
    return released;
  }

  /** Whether all that was started of these assignments is finished and published. */
  boolean isDrained(Collection<Assignment> assignments) {
    return ledgers.inFlight(assignments) == 0 && groupCommit.isSaved(assignments);
  }

  /** Whether what is known of these assignments is with Kafka. */
  boolean isSaved(Collection<Assignment> assignments) {
    return groupCommit.isSaved(assignments);
  }

  /** Forgets these partitions: what still comes of them is dropped. */
  void forget(Collection<TopicPartition> partitions) {
    release(partitions);
    var forgotten = new HashSet<>(ledgers.forget(partitions));
    admission.forgetProbes(forgotten);
    groupCommit.forget(forgotten);
    resuming.forget(forgotten);
  }

  /** Nobody waits for what still runs of these assignments: it counts as not tried. */
  void unrecord(Collection<Assignment> assignments) {
    for (var assignment : assignments) {
      var ledger = ledgers.of(assignment);
      if (ledger != null) {
        ledger.unrecordAll();
      }
    }
  }

  /** Kinds whose jobs wait for the service behind them. */
  List<Outage> outages() {
    return admission.outages();
  }

  /** Whether what is known is with Kafka, or with those who bring it there. */
  boolean isSaved() {
    return groupCommit.isDrained();
  }

  /** What it holds. */
  Load load(Map<PauseReason, Integer> paused, @Nullable Instant uncommittedSince) {
    return new Load(
        admission.running(),
        parking.size(),
        groupCommit.gathered(),
        ledgers.held(),
        paused,
        uncommittedSince);
  }

  /** Why a partition is not to be polled now; null where it is. */
  @Nullable PauseReason whyFull(TopicPartition partition, boolean isPaused) {
    var ledger = ledgers.of(partition);
    if (!admitting) {
      return PauseReason.STOPPING;
    }
    if (ledger == null) {
      return PauseReason.RESUMING;
    }
    var fullFrom = isPaused ? 0.75 : 1.0; // once paused, until there is some room again
    var share = (double) limits.heldBytes() / Math.max(1, ledgers.count());
    if (ledger.open() >= fullFrom * limits.lookAhead()) {
      return PauseReason.LOOK_AHEAD;
    }
    return ledger.heldBytes() >= fullFrom * share ? PauseReason.HELD_BYTES : null;
  }

  /** How long intake may sleep in poll before something is due. */
  Duration untilNextTimer(Duration limit) {
    if (!admitting) {
      return resuming.untilDue(limit); // what becomes due is left to others
    }
    var now = clock.instant();
    var untilDue = deadlines.untilNext(now, parking.untilNext(now, limit));
    return resuming.untilDue(admission.untilNext(now, untilDue));
  }

  /** The ledger of a partition; a new one where its log has been cut off or begun anew. */
  private @Nullable PartitionLedger ledgerAt(TopicPartition partition, long offset) {
    var ledger = ledgers.of(partition);
    if (ledger == null || offset >= ledger.next()) {
      return ledger;
    }
    log.atWarn()
        .addKeyValue("partition", partition)
        .addKeyValue("expected", ledger.next())
        .addKeyValue("offset", offset)
        .log(
            "the partition went back: its topic was made again or its log cut off; going on there");
    forget(List.of(partition));
    for (var assignment : ledgers.assign(List.of(partition))) {
      ledgers.resume(new ResumePoint(assignment, OptionalLong.empty(), "", offset));
    }
    return ledgers.of(partition);
  }

  private void polled(PartitionLedger ledger, ConsumerRecord<byte[], byte[]> record) {
    var delivery = delivery(ledger.assignment(), record);
    if (ledger.polled(delivery.offset(), delivery.heldBytes())) {
      var ticket = Ticket.of(delivery, ledger.attempts(delivery.offset()));
      deadlines.waits(ticket);
      admission.add(ticket);
    }
  }

  /** A job that is not to be started yet keeps its key, and takes no place in a lane. */
  private boolean parks(Ticket ticket) {
    var due = NotBefore.of(ticket.delivery(), limits.delay(), clock.instant());
    due.ifPresent(time -> parking.park(ticket, time));
    return due.isPresent();
  }

  /**
   * Jobs whose deadline has come are answered at once. That is a lane's business, since intake
   * writes no JSON: the waiting one's, whatever their kind, where they take no job's place.
   */
  private void expire(Instant now) {
    var expired = deadlines.expire(now, this::reserve);
    if (expired.isEmpty()) {
      return;
    }
    Set<Ticket> gone = Collections.newSetFromMap(new IdentityHashMap<>());
    gone.addAll(expired);
    admission.withdraw(gone);
    parking.withdraw(gone);
    expired.forEach(ticket -> ledger(ticket).started());
    lanes.start(Lane.WAITING, expired.stream().map(Ticket::expired).toList());
  }

  private void ended(PartitionLedger ledger, Counted outcome, Instant now) {
    switch (outcome) {
      case Again again -> {
        var next = again.next();
        ledger.parked(next.delivery().offset(), next.attemptsMade());
        parking.park(next, now.plus(again.delay()));
        deadlines.waits(next);
      }
      case Finished(var settled, _) -> {
        ledger.ended(settled.offset());
        groupCommit.add(settled);
        admission.over(settled.ticket());
      }
    }
  }

  private boolean reserve(Ticket ticket) {
    return ledger(ticket).reserve(ticket.delivery().offset(), ledgers.format());
  }

  private void start(Lane lane, List<Ticket> tickets) {
    for (var ticket : tickets) {
      ledger(ticket).started();
      deadlines.started(ticket);
    }
    switch (lane) {
      case WAITING -> lanes.start(lane, tickets);
      case COMPUTING -> {
        for (var ticket : tickets) {
          // One more than the last is not made: its lane gives the job up.
          var attempt = Math.min(ticket.attempt(), limits.map().maxAttempts());
          ledger(ticket).record(ticket.delivery().offset(), attempt);
        }
        groupCommit.record(tickets);
      }
    }
  }

  /** A job was to start and does not. */
  private void takeBack(Ticket ticket) {
    admission.takenBack(ticket);
    ledger(ticket).takenBack(ticket.delivery().offset());
  }

  private PartitionLedger ledger(Ticket ticket) {
    var ledger = ledgers.of(ticket.assignment());
    if (ledger == null) {
      throw new IllegalStateException(ticket.delivery().turn() + " belongs to the past");
    }
    return ledger;
  }

  private boolean isOnOwner() {
    if (owner == null) {
      owner = Thread.currentThread();
    }
    return owner == Thread.currentThread();
  }

  /** Whether each open job is in exactly one place, and none came back more often than it left. */
  private boolean isBalanced() {
    var open = 0;
    var running = 0;
    for (var ledger : ledgers.all()) {
      if (ledger.running() < 0 || ledger.inFlight() < ledger.running()) {
        return false;
      }
      open += ledger.open();
      running += ledger.running();
    }
    return open == admission.waiting() + parking.size() + running + groupCommit.gathered();
  }

  private static Delivery delivery(Assignment assignment, ConsumerRecord<byte[], byte[]> record) {
    return new Delivery(
        assignment,
        record.offset(),
        record.timestamp(),
        record.key(),
        record.value(),
        RecordHeaders.of(record.headers()));
  }
}
