package diner.worker.intake;

import diner.worker.flow.Assignment;
import java.util.OptionalLong;

/**
 * Where an assignment goes on.
 *
 * @param committed the group's committed offset; empty where it never committed
 * @param metadata what was committed with it; empty where nothing was
 * @param logStart the lowest offset that is still there
 */
record ResumePoint(Assignment assignment, OptionalLong committed, String metadata, long logStart) {

  /** The committed offset, else the lowest there is. */
  long commitPoint() {
    return committed.orElse(logStart);
  }

  /** The offset from which to poll. */
  long position() {
    return Math.max(commitPoint(), logStart);
  }
}
