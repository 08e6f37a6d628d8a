package diner.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How often each thing is measured, and who is told how far it is.
 *
 * @param number at least 1; the figures are medians over the rounds
 * @param notes takes lines for the person who waits
 */
record Rounds(int number, Consumer<String> notes) {

  /** A warm-up is over when the machine code of the hot paths is there; measured, see the docs. */
  static final int WARM_UP = 3;

  /** Does something in each round, and returns what came of it. */
  <T> List<T> measure(String what, Supplier<T> round) {
    return repeat(number, what, round);
  }

  /** Does something a few times whose figures do not count. */
  void warmUp(String what, Supplier<?> round) {
    repeat(WARM_UP, what + ", warm-up", round);
  }

  private <T> List<T> repeat(int times, String what, Supplier<T> round) {
    var results = new ArrayList<T>(times);
    for (var i = 1; i <= times; i++) {
      notes.accept("%s, %d of %d".formatted(what, i, times));
      results.add(round.get());
    }
    return results;
  }
}
