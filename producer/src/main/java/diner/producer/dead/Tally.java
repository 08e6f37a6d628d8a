package diner.producer.dead;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The letters of one reason and kind: how many, and the newest open ones. Owned by one thread. */
final class Tally {

  private static final int SAMPLES = 3;
  private static final Comparator<Letter> BY_AGE =
      Comparator.comparing(Letter::at).thenComparingLong(letter -> letter.turn().offset());

  private final String reason;
  private final String kind;
  private final PriorityQueue<Letter> newest = new PriorityQueue<>(BY_AGE);
  private long open;
  private long redriven;

  Tally(String reason, String kind) {
    this.reason = reason;
    this.kind = kind;
  }

  void add(Letter letter, boolean isRedriven) {
    if (isRedriven) {
      redriven++;
      return;
    }
    open++;
    newest.add(withoutContent(letter));
    if (newest.size() > SAMPLES) {
      newest.remove();
    }
  }

  String reason() {
    return reason;
  }

  String kind() {
    return kind;
  }

  long open() {
    return open;
  }

  long redriven() {
    return redriven;
  }

  /** Some open letters, the newest first; their keys and values are not kept. */
  List<Letter> newest() {
    var letters = new ArrayList<>(newest);
    letters.sort(BY_AGE.reversed());
    return letters;
  }

  private static Letter withoutContent(Letter letter) {
    return new Letter(letter.turn(), letter.at(), null, null, letter.headers());
  }
}
