package diner.producer.dead;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The letters of a topic, counted by reason and kind. Kinds are whatever jobs say, so those beyond
 * a limit are counted together. Owned by one thread.
 */
final class Tallies {

  /** Instead of a kind: so many kinds that the rest are one. */
  static final String OTHER_KINDS = "(others)";

  private static final int MOST = 200;

  private record Group(String reason, String kind) {}

  private final Map<Group, Tally> tallies = new HashMap<>();

  void add(Letter letter, boolean isRedriven) {
    var group = new Group(letter.reason(), letter.kind());
    if (tallies.size() >= MOST && !tallies.containsKey(group)) {
      group = new Group(letter.reason(), OTHER_KINDS);
    }
    tallies.computeIfAbsent(group, it -> new Tally(it.reason(), it.kind())).add(letter, isRedriven);
  }

  /** The largest first. */
  List<Tally> all() {
    return tallies.values().stream()
        .sorted(
            Comparator.comparingLong(Tally::open)
                .thenComparingLong(Tally::redriven)
                .reversed()
                .thenComparing(Tally::reason)
                .thenComparing(Tally::kind))
        .toList();
  }

  static long open(Collection<Tally> tallies) {
    return tallies.stream().mapToLong(Tally::open).sum();
  }

  static long redriven(Collection<Tally> tallies) {
    return tallies.stream().mapToLong(Tally::redriven).sum();
  }
}
