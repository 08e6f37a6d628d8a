package diner.worker.intake;

import diner.shared.kafka.DoneAheadEncoder;

/**
 * Keeps the map of one partition within what a commit can carry: a job may start only if the map
 * still fits whatever happens to it and to all that were started before. Owned by intake.
 * Invariant: finishing jobs never makes the map larger than what was reserved, so a bound that held
 * when the last job was started holds until the next one.
 */
final class MapRoom {

  private final FinishedOffsets finished;

  /** The highest offset of a started job; all below it is reserved for. */
  private long through;

  /** At least what the map can come to need up to {@link #through}. */
  private long reservedBytes;

  /** The map was found to be full from this offset on, and nothing was finished since. */
  private long fullFrom = Long.MAX_VALUE;

  /**
   * @param through the highest offset that the map knows something of
   */
  MapRoom(FinishedOffsets finished, long through) {
    this.finished = finished;
    this.through = through;
    this.reservedBytes = Long.MAX_VALUE; // until it is counted for the first time
  }

  /** The highest offset of a job that was started. */
  long through() {
    return through;
  }

  /** Whether a job that may start waits for room. */
  boolean isFull() {
    return fullFrom != Long.MAX_VALUE;
  }

  /** Reserves what a job that starts may come to need; false where the map has no room for it. */
  boolean reserve(long offset, MapFormat format) {
    if (offset <= through) {
      return true;
    }
    if (offset >= fullFrom) {
      return false;
    }
    var capacity = format.capacityBytes();
    var needed = atMost(offset, format);
    if (needed > capacity) {
      needed = exactly(offset, format);
    }
    if (needed > capacity) {
      fullFrom = offset;
      return false;
    }
    through = offset;
    reservedBytes = needed;
    return true;
  }

  /** Jobs were finished: there may be room again. */
  void shrank() {
    fullFrom = Long.MAX_VALUE;
  }

  /** Cheap: what is reserved already, and every offset from there on counted as open. */
  private long atMost(long offset, MapFormat format) {
    if (reservedBytes == Long.MAX_VALUE) {
      return Long.MAX_VALUE;
    }
    return reservedBytes
        + DoneAheadEncoder.boundBytes(through, offset, _ -> {})
        + DoneAheadEncoder.attemptsBound(offset - through, format.maxAttempts());
  }

  private long exactly(long offset, MapFormat format) {
    var first = finished.firstOpen();
    var open = new long[] {offset + 1 - first};
    var bytes =
        DoneAheadEncoder.boundBytes(
            first,
            offset,
            visitor ->
                finished.forEachRun(
                    offset + 1,
                    (from, to) -> {
                      open[0] -= to - from;
                      visitor.run(from, to);
                    }));
    return bytes + DoneAheadEncoder.attemptsBound(open[0], format.maxAttempts());
  }
}
