package diner.producer.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The lines of the picture: event loops and cleaners that were at work of late, so many at most.
 * Each has a number that is never given to another.
 */
final class Lanes {

  private static final int MOST = 64;
  private static final Duration KEPT = Duration.ofMinutes(1);

  /** Event loops first, each worker's own together. */
  private static final Comparator<Lane> ORDER =
      Comparator.comparing(Lane::worker)
          .thenComparing(Lane::isComputing)
          .thenComparingInt(lane -> lane.name().length())
          .thenComparing(Lane::name);

  /** One line. */
  record Lane(int number, String worker, boolean isComputing, String name) {}

  private record Name(String worker, boolean isComputing, String name) {}

  private static final class Used {
    private final Lane lane;
    private Instant until;

    Used(Lane lane, Instant until) {
      this.lane = lane;
      this.until = until;
    }
  }

  private final Map<Name, Used> lanes = new HashMap<>();
  private int next;

  /** The number of a line on which something ended then; empty where there are too many lines. */
  OptionalInt number(String worker, boolean isComputing, String name, Instant at) {
    var key = new Name(worker, isComputing, name);
    var used = lanes.get(key);
    if (used == null) {
      if (lanes.size() >= MOST) {
        return OptionalInt.empty();
      }
      var lane = new Lane(next++, Label.of(worker), isComputing, Label.of(name));
      used = new Used(lane, at);
      lanes.put(key, used);
    }
    used.until = at.isAfter(used.until) ? at : used.until;
    return OptionalInt.of(used.lane.number());
  }

  /** Those that were used of late, as they are to be drawn. */
  List<Lane> inUse(Instant now) {
    lanes.values().removeIf(used -> used.until.isBefore(now.minus(KEPT)));
    var all = new ArrayList<>(lanes.values().stream().map(used -> used.lane).toList());
    all.sort(ORDER);
    return all;
  }
}
