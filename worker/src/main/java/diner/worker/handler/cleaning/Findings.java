package diner.worker.handler.cleaning;

/**
 * What was counted while cleaning: whole numbers, so that they add up to the same whatever the
 * order and the number of rooms.
 *
 * @param dirtBefore pixels found dirty
 * @param dirtAfter pixels that still look dirty in the cleaned house
 * @param squaresBefore sum of the squared differences from the house as it was made; 0 for pictures
 * @param squaresAfter the same, of the cleaned house
 */
record Findings(long dirtBefore, long dirtAfter, long squaresBefore, long squaresAfter) {

  static final Findings NONE = new Findings(0, 0, 0, 0);

  /** Those of one area being cleaned. */
  static Findings ofCleaning(long dirtBefore, long squaresBefore, long squaresAfter) {
    return new Findings(dirtBefore, 0, squaresBefore, squaresAfter);
  }

  /** Those of one area looked at again after it was cleaned. */
  static Findings ofInspection(long dirtAfter) {
    return new Findings(0, dirtAfter, 0, 0);
  }

  Findings plus(Findings other) {
    return new Findings(
        dirtBefore + other.dirtBefore,
        dirtAfter + other.dirtAfter,
        squaresBefore + other.squaresBefore,
        squaresAfter + other.squaresAfter);
  }
}
