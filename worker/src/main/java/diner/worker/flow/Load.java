package diner.worker.flow;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What intake holds, as it counted it at one moment.
 *
 * @param inFlight jobs that have a place in a lane
 * @param parked jobs that wait for their time
 * @param gathered finished jobs that wait for their batch
 * @param paused partitions that are not polled
 * @param uncommittedSince since when something waits to be committed and no commit was; null where
 *     nothing does
 */
public record Load(
    Map<Lane, Integer> inFlight,
    int parked,
    int gathered,
    Held held,
    Map<PauseReason, Integer> paused,
    @Nullable Instant uncommittedSince) {

  /** Before the first count. */
  public static final Load NONE =
      new Load(Map.of(), 0, 0, new Held(0, 0, 0, 0, 0, 0), Map.of(), null);

  public Load {
    inFlight = Map.copyOf(inFlight);
    paused = Map.copyOf(paused);
  }

  /**
   * What the ledgers of the assigned partitions say.
   *
   * @param partitions how many are assigned
   * @param open jobs that were polled and are not finished
   * @param mostOpen those of the partition that has most
   * @param bytes about how much heap they hold
   * @param metadataFill the longest metadata of a commit, as a share of what the broker takes
   * @param metadataFull partitions that start nothing more, for that metadata might outgrow it
   */
  public record Held(
      int partitions, int open, int mostOpen, long bytes, double metadataFill, int metadataFull) {}
}
