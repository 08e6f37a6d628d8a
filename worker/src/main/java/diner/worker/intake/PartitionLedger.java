package diner.worker.intake;

import diner.shared.kafka.DoneAhead;
import diner.shared.kafka.DoneAheadEncoder;
import diner.shared.message.Turn;
import diner.worker.flow.Assignment;
import diner.worker.flow.CommitPoint;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;

/**
 * What was polled from one partition during one assignment, what of it is finished, and how often
 * the rest was tried. Owned by intake. Invariant: the commit point is the lowest unfinished offset,
 * or the consumer's next position where nothing is open; its map is of the same moment.
 */
final class PartitionLedger {

  /** What the last commit point that was handed out does not say yet. */
  private enum Unsaved {
    NOTHING,
    /** Only the position moved: that can wait for company. */
    POSITION,
    /** A job was finished or tried. */
    WORK
  }

  private final Assignment assignment;
  private final FinishedOffsets finished;
  private final MapRoom room;

  /** Attempts made, by offset of open jobs; a recorded one counts before it begins. */
  private final TreeMap<Long, Integer> attempts = new TreeMap<>();

  /** Open jobs whose attempt was recorded before it began. */
  private final Set<Long> recorded = new HashSet<>();

  private Unsaved unsaved;
  private long next;
  private int open;
  private int running;
  private int inFlight;
  private long heldBytes;
  private int metadataChars;

  /**
   * A ledger that goes on where a former owner of the partition committed.
   *
   * @param map what was committed with that
   * @param maxAttempts the largest count of attempts that the map has room for; a former owner may
   *     have allowed more
   */
  PartitionLedger(ResumePoint point, DoneAhead map, int maxAttempts) {
    this.assignment = point.assignment();
    this.next = point.commitPoint();
    this.finished = new FinishedOffsets(next);
    map.forEachRun(finished::addRange);
    map.attempts().forEach((offset, made) -> attempts.put(offset, Math.min(made, maxAttempts)));
    this.metadataChars = point.metadata().length();
    this.room = new MapRoom(finished, Math.max(next - 1, last(map)));
    this.unsaved = point.committed().isEmpty() ? Unsaved.POSITION : Unsaved.NOTHING;
  }

  Assignment assignment() {
    return assignment;
  }

  /** The offset that poll is to return next, or a higher one. */
  long next() {
    return next;
  }

  /**
   * A record was polled; the offsets skipped before it hold no job and are closed at once.
   *
   * @return whether its job is to be done: a former owner may have finished it
   */
  boolean polled(long offset, int bytes) {
    if (offset < next) {
      throw new IllegalStateException(
          "%s: polled offset %d, expected %d or later".formatted(assignment, offset, next));
    }
    positionedAt(offset);
    next = offset + 1;
    if (finished.contains(offset)) {
      return false;
    }
    open++;
    heldBytes += bytes;
    return true;
  }

  /** The consumer stands at this position now; what was skipped before it is closed at once. */
  void positionedAt(long position) {
    if (position > next) {
      var before = commitPoint();
      finished.addRange(next, position);
      next = position;
      if (commitPoint() != before) {
        unsaved = max(unsaved, Unsaved.POSITION);
      }
    }
  }

  /** Attempts made at an open job, in this life and in former ones. */
  int attempts(long offset) {
    return attempts.getOrDefault(offset, 0);
  }

  /** Whether the map has room for a job that starts; what it may come to need is reserved then. */
  boolean reserve(long offset, MapFormat format) {
    return room.reserve(offset, format);
  }

  /** A job was handed to a lane. */
  void started() {
    running++;
    inFlight++;
  }

  /**
   * An attempt begins only once it is on record, so that a job that ends the process is known.
   *
   * @param attempt its number; one that is on record already is not made
   */
  void record(long offset, int attempt) {
    if (attempt > attempts(offset)) {
      attempts.put(offset, attempt);
      recorded.add(offset);
    }
    unsaved = Unsaved.WORK;
  }

  /** A job that was started has not begun: its attempt did not happen. */
  void takenBack(long offset) {
    running--;
    inFlight--;
    if (recorded.remove(offset)) {
      unrecord(offset);
    }
  }

  /** Nobody waits for the attempts that still run: that they end with no result says nothing. */
  void unrecordAll() {
    recorded.forEach(this::unrecord);
    recorded.clear();
  }

  /** An attempt has ended, with the job's records. */
  void ended(long offset) {
    recorded.remove(offset);
    running--;
  }

  /** An attempt has ended; the job is to be tried again later. */
  void parked(long offset, int attemptsMade) {
    recorded.remove(offset);
    made(offset, attemptsMade);
    running--;
    inFlight--;
  }

  /** Attempts at a job that waits for the next one don't count after all. */
  void givenBack(long offset, int attemptsMade) {
    made(offset, attemptsMade);
  }

  /** A job is finished, and its records are part of the batch that is being made. */
  void finish(long offset) {
    if (offset >= next || !finished.add(offset)) {
      throw new IllegalStateException(
          "%s: offset %d was finished twice".formatted(assignment, offset));
    }
    attempts.remove(offset);
    open--;
    unsaved = Unsaved.WORK;
    room.shrank();
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

  /** The commit point and the map of this moment; from now on they count as saved. */
  CommitPoint save(MapFormat format) {
    unsaved = Unsaved.NOTHING;
    var offset = commitPoint();
    var encoder =
        new DoneAheadEncoder(new Turn(assignment.topic(), assignment.partition(), offset));
    finished.forEachRun(room.through() + 1, encoder::finished);
    encoder.attempts(attempts);
    var metadata = encoder.encode(format.alphabet());
    metadataChars = metadata.length();
    return new CommitPoint(assignment, offset, metadata);
  }

  /** What was saved last is not in Kafka. */
  void unsave() {
    unsaved = Unsaved.WORK;
  }

  boolean isUnsaved() {
    return unsaved != Unsaved.NOTHING;
  }

  /** Whether there is something to save that should not wait. */
  boolean isUrgent() {
    return unsaved == Unsaved.WORK;
  }

  /** Jobs polled and not finished. */
  int open() {
    return open;
  }

  /** Jobs handed to a lane that have not come back. */
  int running() {
    return running;
  }

  /** Jobs handed to a lane whose records have not been published. */
  int inFlight() {
    return inFlight;
  }

  /** About how much heap the jobs hold that are open, or whose records are not published yet. */
  long heldBytes() {
    return heldBytes;
  }

  /** How long the metadata of its last commit point is. */
  int metadataChars() {
    return metadataChars;
  }

  /** Whether a job waits for room in that metadata. */
  boolean isMapFull() {
    return room.isFull();
  }

  private void made(long offset, int attemptsMade) {
    if (attemptsMade == 0) {
      attempts.remove(offset);
    } else {
      attempts.put(offset, attemptsMade);
    }
    unsaved = Unsaved.WORK;
  }

  private void unrecord(long offset) {
    attempts.computeIfPresent(offset, (_, made) -> made > 1 ? made - 1 : null);
    unsaved = Unsaved.WORK;
  }

  private static long last(DoneAhead map) {
    var last = new long[] {map.attempts().isEmpty() ? -1 : map.attempts().lastKey()};
    map.forEachRun((_, to) -> last[0] = Math.max(last[0], to - 1));
    return last[0];
  }

  private static Unsaved max(Unsaved one, Unsaved other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
