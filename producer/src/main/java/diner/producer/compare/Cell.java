package diner.producer.compare;

import java.util.Comparator;
import java.util.List;

/** A kind in a setting, measured in one round or more. */
record Cell(Setting setting, String kind, List<Round> rounds) {

  Cell {
    if (rounds.isEmpty()) {
      throw new IllegalArgumentException("expected at least one round of " + kind);
    }
    rounds = List.copyOf(rounds);
  }

  /** The round that counts: the median; of an even number, the faster of the two in the middle. */
  Round median() {
    return rounds.stream()
        .sorted(Comparator.comparing(Round::length))
        .toList()
        .get((rounds.size() - 1) / 2);
  }

  /** How long that took; never zero, which nothing could be compared with. */
  double seconds() {
    return Math.max(1e-6, median().length().toNanos() / 1e9);
  }
}
