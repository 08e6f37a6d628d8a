package diner.worker.intake;

import diner.worker.flow.Assignment;
import diner.worker.flow.CommitPoint;
import java.util.Optional;

/**
 * What was polled from one partition during one assignment, and what of it is finished. Owned by
 * intake. Invariant: the commit point is the lowest unfinished offset, or the consumer's next
 * position where nothing is open.
 */
final class PartitionLedger {

  private final Assignment assignment;
  private final FinishedOffsets finished;
  private long next;
  private long submitted;
  private int open;
  private int inFlight;
  private long heldBytes;

  /**
   * @param start the first offset that the poll returned, or where it stands
   */
  PartitionLedger(Assignment assignment, long start) {
    this.assignment = assignment;
    this.finished = new FinishedOffsets(start);
    this.next = start;
    this.submitted = -1;
  }

  Assignment assignment() {
    return assignment;
  }

  /** A job's record was polled; the offsets skipped before it hold none and are closed at once. */
  void polled(long offset, int bytes) {
    if (offset < next) {
      throw new IllegalStateException(
          "%s: polled offset %d, expected %d or later".formatted(assignment, offset, next));
    }
    finished.addRange(next, offset);
    next = offset + 1;
    open++;
    heldBytes += bytes;
  }

  /** The consumer stands at this position now; what was skipped before it is closed at once. */
  void positionedAt(long position) {
    if (position > next) {
      finished.addRange(next, position);
      next = position;
    }
  }

  /** A job was handed to a lane. */
  void started() {
    inFlight++;
  }

  /** A job came back from its lane, to be tried again later. */
  void parked() {
    inFlight--;
  }

  /** A job is finished, and its records are part of the batch that is being made. */
  void finish(long offset) {
    if (!finished.add(offset)) {
      throw new IllegalStateException(
          "%s: offset %d was finished twice".formatted(assignment, offset));
    }
    open--;
  }

  /** The batch with a finished job's records has been published. */
  void published(int bytes) {
    inFlight--;
    heldBytes -= bytes;
  }

  /** Where a restart would go on: the lowest unfinished offset. */
  long commitPoint() {
    return finished.firstOpen();
  }

  /** The commit point, where it moved since it was last asked for. */
  Optional<CommitPoint> nextCommitPoint() {
    if (!hasMoved()) {
      return Optional.empty();
    }
    submitted = commitPoint();
    return Optional.of(new CommitPoint(assignment, submitted, ""));
  }

  boolean hasMoved() {
    return commitPoint() > submitted;
  }

  /** Jobs polled and not finished. */
  int open() {
    return open;
  }

  /** Jobs handed to a lane whose records have not been published. */
  int inFlight() {
    return inFlight;
  }

  /** About how much heap the jobs hold that are open, or whose records are not published yet. */
  long heldBytes() {
    return heldBytes;
  }
}
