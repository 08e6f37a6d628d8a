package diner.worker.intake;

import diner.worker.flow.Assignment;
import diner.worker.flow.Batch;
import diner.worker.flow.Settled;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Group commit: while one batch is with the publisher, the next one gathers here. Owned by intake.
 * Invariant: at most one batch is with the publisher, and jobs enter batches in the order in which
 * they finished.
 */
final class Gathering {

  private final int maxRecords;
  private final long maxBytes;
  private final ArrayDeque<Settled> gathered = new ArrayDeque<>();
  private boolean publishing;

  /**
   * @param maxRecords bound of a batch, in finished jobs
   * @param maxBytes bound of a batch, in bytes of its records; one larger job makes a batch alone
   */
  Gathering(int maxRecords, long maxBytes) {
    this.maxRecords = maxRecords;
    this.maxBytes = maxBytes;
  }

  void add(Settled settled) {
    gathered.addLast(settled);
  }

  boolean isPublishing() {
    return publishing;
  }

  /** Jobs that wait for their batch. */
  int size() {
    return gathered.size();
  }

  boolean isEmpty() {
    return gathered.isEmpty();
  }

  /** Takes the jobs of the next batch, which is with the publisher from now on. */
  List<Settled> take() {
    if (publishing) {
      throw new IllegalStateException("a batch is with the publisher already");
    }
    publishing = true;
    var taken = new ArrayList<Settled>(Math.min(maxRecords, gathered.size()));
    long bytes = 0;
    while (!gathered.isEmpty() && taken.size() < maxRecords) {
      bytes += gathered.getFirst().bytes();
      if (bytes > maxBytes && !taken.isEmpty()) {
        break;
      }
      taken.add(gathered.removeFirst());
    }
    return taken;
  }

  /** The publisher is done with its batch. */
  void published(Batch batch) {
    if (!publishing) {
      throw new IllegalStateException("nobody waited for " + batch);
    }
    publishing = false;
  }

  /** Drops what belongs to assignments that are gone: others will do those jobs again. */
  void forget(Collection<Assignment> assignments) {
    gathered.removeIf(settled -> assignments.contains(settled.assignment()));
  }
}
