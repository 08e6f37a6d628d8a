package diner.worker.handler.cleaning;

import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/**
 * Tells when a room can be inspected: once it and all rooms that the inspection looks into are
 * cleaned. Each room is named once, to the cleaner that finished the last of these, which then sees
 * what all of them wrote. Used by many threads.
 */
final class Inspections {

  /** For each room, the rooms whose inspection looks into it, itself among them. */
  private final int[][] lookedIntoBy;

  /** For each room, how many rooms that its inspection looks into are not cleaned yet. */
  private final AtomicIntegerArray missing;

  Inspections(List<Area> rooms, Blocks blocks) {
    var views = rooms.stream().map(room -> blocks.around(room, 0)).toList();
    this.lookedIntoBy =
        rooms.stream()
            .map(room ->
                IntStream.range(0, views.size())
                    .filter(other -> views.get(other).overlaps(room))
                    .toArray())
            .toArray(int[][]::new);
    this.missing = new AtomicIntegerArray(rooms.size());
    for (var others : lookedIntoBy) {
      for (var other : others) {
        missing.incrementAndGet(other);
      }
    }
  }

  /** To be called once for each room, when it is cleaned: the rooms to be inspected now. */
  int[] cleaned(int room) {
    return IntStream.of(lookedIntoBy[room])
        .filter(other -> missing.decrementAndGet(other) == 0)
        .toArray();
  }
}
