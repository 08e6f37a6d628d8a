package diner.worker.intake;

import diner.worker.flow.Lane;
import java.time.Duration;
import java.util.Map;

/**
 * The bounds of intake.
 *
 * @param lanes jobs that may run at once in each lane
 * @param lookAhead open jobs of one partition; a partition with more is paused
 * @param heldBytes heap that open jobs may hold, shared out over the assigned partitions
 * @param batchRecords finished jobs in one batch
 * @param batchBytes bytes of one batch
 * @param revokeGrace time to finish the jobs of a partition that is taken away
 * @param delay how far ahead of its record's timestamp a job's {@code not-before} may be
 * @param map how much of finished and tried jobs a commit can say
 */
public record Limits(
    Map<Lane, Integer> lanes,
    int lookAhead,
    long heldBytes,
    int batchRecords,
    long batchBytes,
    Duration revokeGrace,
    Duration delay,
    MapFormat map) {

  public Limits {
    lanes = Map.copyOf(lanes);
  }
}
