package diner.worker.intake;

import diner.shared.kafka.RecordHeaders;
import diner.worker.flow.Assignment;
import diner.worker.flow.Batch;
import diner.worker.flow.CommitPoint;
import diner.worker.flow.Delivery;
import diner.worker.flow.Lane;
import diner.worker.flow.Membership;
import diner.worker.flow.Outcome;
import diner.worker.flow.Outcome.Again;
import diner.worker.flow.Outcome.Finished;
import diner.worker.flow.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * The worker's bookkeeping: what was polled, what runs, what is finished, what may be committed. It
 * never waits and touches no client: the poll loop feeds it and does what it says. Owned by intake.
 * Invariant: a polled job is in exactly one place (admission, a lane, parking, gathering, a batch)
 * until it is finished in its partition's ledger.
 */
final class Intake {

  /** A commit point that moved without a finished job waits so long for company. */
  private static final Duration BARE_COMMIT_DELAY = Duration.ofSeconds(1);

  private final Limits limits;
  private final PollLoop.Lanes lanes;
  private final PollLoop.Publisher publisher;
  private final Supplier<Membership> membership;
  private final InstantSource clock;

  private final Ledgers ledgers = new Ledgers();
  private final Admission admission;
  private final Parking parking = new Parking();
  private final Gathering gathering;
  private Instant lastBatchAt;
  private boolean admitting = true;

  Intake(
      Limits limits,
      Function<String, Lane> laneOf,
      PollLoop.Lanes lanes,
      PollLoop.Publisher publisher,
      Supplier<Membership> membership,
      InstantSource clock) {
    this.limits = limits;
    this.lanes = lanes;
    this.publisher = publisher;
    this.membership = membership;
    this.clock = clock;
    this.lastBatchAt = clock.instant();
    this.admission = new Admission(limits.lanes(), laneOf);
    this.gathering = new Gathering(limits.batchRecords(), limits.batchBytes());
  }

  /** Partitions are ours from now on. */
  void assign(Collection<TopicPartition> partitions) {
    ledgers.assign(partitions);
  }

  /** Takes in what poll returned. */
  void polled(ConsumerRecords<byte[], byte[]> records) {
    for (var partition : records.partitions()) {
      var ofPartition = records.records(partition);
      var ledger = ledgers.at(partition, ofPartition.getFirst().offset());
      for (var record : ofPartition) {
        var delivery = delivery(ledger.assignment(), record);
        ledger.polled(delivery.offset(), delivery.heldBytes());
        admission.add(Ticket.first(delivery));
      }
    }
    records
        .nextOffsets()
        .forEach(
            (partition, next) -> ledgers.at(partition, next.offset()).positionedAt(next.offset()));
  }

  /** Takes in how attempts ended. */
  void ended(List<Outcome> outcomes) {
    for (var outcome : outcomes) {
      var ticket = outcome.ticket();
      admission.left(ticket);
      var ledger = ledgers.of(ticket.assignment());
      if (ledger == null) {
        continue; // a late result of a partition that others own now: they do the job again
      }
      switch (outcome) {
        case Again(var _, var delay, var failure) -> {
          ledger.parked();
          parking.park(ticket.again(failure), clock.instant().plus(delay));
        }
        case Finished(var settled) -> {
          gathering.add(settled);
          admission.over(ticket);
        }
      }
    }
  }

  /** Takes in that a batch was published. */
  void published(Batch batch) {
    gathering.published(batch);
    for (var settled : batch.settled()) {
      var ledger = ledgers.of(settled.assignment());
      if (ledger != null) {
        ledger.published(settled.ticket().delivery().heldBytes());
      }
    }
  }

  /** Starts what may start, and publishes what is finished. */
  void turn() {
    if (admitting) {
      parking.release(clock.instant(), admission::readmit);
      admission.admit(this::start);
    }
    publishIfIdle();
  }

  /** Sends the next batch off, where the publisher is free and there is one. */
  void publishIfIdle() {
    if (gathering.isPublishing() || !isBatchDue()) {
      return;
    }
    var settled = gathering.take();
    for (var job : settled) {
      var ledger = ledgers.of(job.assignment());
      if (ledger != null) {
        ledger.finish(job.offset());
      }
    }
    lastBatchAt = clock.instant();
    publisher.publish(new Batch(membership.get(), settled, ledgers.nextCommitPoints()));
  }

  /** Starts nothing more. */
  void stopAdmitting() {
    admitting = false;
  }

  /** Whether all that was started is finished, published, and no longer ours to wait for. */
  boolean isDrained() {
    return ledgers.inFlight() == 0 && gathering.isEmpty() && !gathering.isPublishing();
  }

  /** Starts nothing more of these partitions, and forgets what waits of them. */
  List<Assignment> release(Collection<TopicPartition> partitions) {
    var released = ledgers.assignmentsOf(partitions);
    var set = new HashSet<>(released);
    admission.forget(set);
    parking.forget(set);
    return released;
  }

  /** Whether all that was started of these assignments is finished and published. */
  boolean isDrained(Collection<Assignment> assignments) {
    return ledgers.inFlight(assignments) == 0;
  }

  /** Forgets these partitions: what still comes of them is dropped. */
  void forget(Collection<TopicPartition> partitions) {
    release(partitions);
    gathering.forget(new HashSet<>(ledgers.forget(partitions)));
  }

  /** The partitions that have as much open as they may, and are not to be polled now. */
  boolean isFull(TopicPartition partition, boolean isPaused) {
    if (!admitting) {
      return true;
    }
    var fullFrom = isPaused ? 0.75 : 1.0; // once paused, until there is some room again
    var share = (double) limits.heldBytes() / Math.max(1, ledgers.partitions());
    return ledgers
        .find(partition)
        .map(ledger ->
            ledger.open() >= fullFrom * limits.lookAhead()
                || ledger.heldBytes() >= fullFrom * share)
        .orElse(false);
  }

  /** The current ones of these commit points: those of partitions that are still ours. */
  List<CommitPoint> current(List<CommitPoint> commitPoints) {
    return commitPoints.stream().filter(point -> ledgers.of(point.assignment()) != null).toList();
  }

  /** How long intake may sleep in poll before something is due. */
  Duration untilNextTimer(Duration limit) {
    return parking.untilNext(clock.instant(), limit);
  }

  private boolean isBatchDue() {
    return !gathering.isEmpty()
        || (ledgers.haveMoved() && !clock.instant().isBefore(lastBatchAt.plus(BARE_COMMIT_DELAY)));
  }

  private void start(Lane lane, List<Ticket> tickets) {
    for (var ticket : tickets) {
      var ledger = ledgers.of(ticket.assignment());
      if (ledger == null) {
        throw new IllegalStateException("admitted " + ticket.delivery().turn() + " of the past");
      }
      ledger.started();
    }
    lanes.start(lane, tickets);
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
