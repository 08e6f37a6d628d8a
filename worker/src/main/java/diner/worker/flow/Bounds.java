package diner.worker.flow;

import java.util.Map;

/**
 * What a {@link Load} may come to.
 *
 * @param lanes jobs in flight in each lane
 * @param lookAhead open jobs of one partition
 * @param heldBytes heap that open jobs may hold, all together
 */
public record Bounds(Map<Lane, Integer> lanes, int lookAhead, long heldBytes) {

  public Bounds {
    lanes = Map.copyOf(lanes);
  }
}
