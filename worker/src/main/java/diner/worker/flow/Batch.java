package diner.worker.flow;

import java.util.List;

/**
 * "Publish these, then commit these": the records of finished jobs, and the commit points of one
 * snapshot of the ledgers that counts exactly these jobs as finished, besides all before them.
 */
public record Batch(Membership membership, List<Settled> settled, List<CommitPoint> commitPoints) {

  public Batch {
    settled = List.copyOf(settled);
    commitPoints = List.copyOf(commitPoints);
  }
}
