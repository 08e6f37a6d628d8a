package diner.producer.compare;

import java.util.Locale;

/** How many times as fast, and what that is in words. */
record Ratio(double value) {

  /** What differs by less is the same: that is how far two runs of one thing differ. */
  private static final double NOTABLE = 1.1;

  boolean isGain() {
    return value >= NOTABLE;
  }

  boolean isLoss() {
    return value <= 1 / NOTABLE;
  }

  /** Such as {@code 0.98}, {@code 1.93}, {@code 27.4}, {@code 345}. */
  String number() {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
  }

  /** Completes "… than, or as, one at a time". */
  String words() {
    return isGain()
        ? number() + " times as fast"
        : isLoss() ? "slower (" + number() + "×)" : "no faster (" + number() + "×)";
  }
}
