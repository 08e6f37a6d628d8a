package diner.worker.intake;

import diner.worker.flow.Assignment;
import diner.worker.flow.Batch;
import diner.worker.flow.CommitPoint;
import diner.worker.flow.Membership;
import diner.worker.flow.Settled;
import diner.worker.flow.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Makes batches of what is finished: while one is with the publisher, the next one gathers. Owned
 * by intake. Invariant: a job counts as finished only in the snapshot of the batch that carries its
 * reply, and a batch that was not published goes again before any later one.
 */
final class GroupCommit {

  /** A commit point that moved without a finished job waits so long for company. */
  private static final Duration BARE_COMMIT_DELAY = Duration.ofSeconds(1);

  private final Ledgers ledgers;
  private final Gathering gathering;
  private final PollLoop.Publisher publisher;
  private final Supplier<Membership> membership;
  private final InstantSource clock;
  private final Recording recording = new Recording();
  private Instant lastBatchAt;

  GroupCommit(
      Ledgers ledgers,
      Gathering gathering,
      PollLoop.Publisher publisher,
      Supplier<Membership> membership,
      InstantSource clock) {
    this.ledgers = ledgers;
    this.gathering = gathering;
    this.publisher = publisher;
    this.membership = membership;
    this.clock = clock;
    this.lastBatchAt = clock.instant();
  }

  /** A job is over: its records go with the next batch. */
  void add(Settled settled) {
    gathering.add(settled);
  }

  /** These jobs start when their attempts, which are in the ledgers, are committed. */
  void record(List<Ticket> tickets) {
    recording.add(tickets);
  }

  /** Sends the next batch off, where the publisher is free and there is one. */
  void publishIfIdle() {
    if (gathering.isPublishing() || !isDue()) {
      return;
    }
    var settled = gathering.take();
    for (var job : settled) {
      var ledger = ledgers.of(job.assignment());
      if (ledger != null) {
        ledger.finish(job.offset());
      }
    }
    recording.saved();
    publish(settled);
  }

  /** A batch was published. */
  void published(Batch batch) {
    gathering.published(batch);
    for (var settled : batch.settled()) {
      var ledger = ledgers.of(settled.assignment());
      if (ledger != null) {
        ledger.published(settled.ticket().delivery().heldBytes());
      }
    }
  }

  /** The oldest commit points under way are in Kafka; returns the jobs that may start now. */
  List<Ticket> committed() {
    return recording.acknowledged();
  }

  /** Nothing of a batch is in Kafka: what of it is still ours goes again. */
  void aborted(Batch batch) {
    for (var point : batch.commitPoints()) {
      var ledger = ledgers.of(point.assignment());
      if (ledger != null) {
        ledger.unsave();
      }
    }
    recording.savedAgain();
    publish(batch.settled().stream().filter(job -> ledgers.of(job.assignment()) != null).toList());
  }

  /** Nobody knows what of a batch is in Kafka, and nothing waits for it any more. */
  void givenUp(Batch batch) {
    gathering.published(batch);
    recording.acknowledged();
  }

  /** The present ones of these commit points: those of partitions that are still ours. */
  List<CommitPoint> present(List<CommitPoint> commitPoints) {
    return commitPoints.stream().filter(point -> ledgers.of(point.assignment()) != null).toList();
  }

  /** Takes the jobs out that this holds for, and that wait for their attempt to be on record. */
  List<Ticket> dropRecording(Predicate<Ticket> isToBeDropped) {
    return recording.drop(isToBeDropped);
  }

  /** Drops what belongs to assignments that are gone: others will do those jobs again. */
  void forget(Set<Assignment> assignments) {
    gathering.forget(assignments);
  }

  /** Whether all that is known is with Kafka. */
  boolean isDrained() {
    return gathering.isEmpty() && !gathering.isPublishing() && !ledgers.areUrgent();
  }

  /** Whether what is known of these assignments is with Kafka. */
  boolean isSaved(Collection<Assignment> assignments) {
    return !gathering.isPublishing() && !ledgers.areUrgent(assignments);
  }

  /** Whether jobs wait for their attempt to be on record. */
  boolean isRecording() {
    return !recording.isEmpty();
  }

  /** Jobs that wait for their batch. */
  int gathered() {
    return gathering.size();
  }

  private boolean isDue() {
    return !gathering.isEmpty()
        || ledgers.areUrgent()
        || (ledgers.areUnsaved() && !clock.instant().isBefore(lastBatchAt.plus(BARE_COMMIT_DELAY)));
  }

  private void publish(List<Settled> settled) {
    lastBatchAt = clock.instant();
    publisher.publish(new Batch(membership.get(), settled, ledgers.save()));
  }
}
