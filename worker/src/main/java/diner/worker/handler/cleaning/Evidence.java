package diner.worker.handler.cleaning;

/**
 * When a black (or white) pixel is truly so: when more of its neighbours are alike than dirt
 * explains. The bounds are computed once with the basic operations of IEEE doubles and {@link
 * Math#sqrt}, which are exact to the bit, so they are the same on every machine.
 */
final class Evidence {

  /** Farthest neighbour asked, along either axis. */
  static final int MOST_RADIUS = 11;

  /** How rarely dirt alone may pass for a true black or white: once in 50,000 dirty pixels. */
  private static final double DOUBT = 2e-5;

  private static final int MOST_NEIGHBOURS = (2 * MOST_RADIUS + 1) * (2 * MOST_RADIUS + 1) - 1;

  /** Steps of the density's square root: fine where there is little dirt. */
  private static final int STEPS = 64;

  private static final short[][] NEEDED = bounds();

  private Evidence() {}

  /** How far to look: the more dirt around, the more neighbours it takes to tell. */
  static int radius(float density) {
    if (density < 0.35) {
      return 2;
    }
    if (density < 0.55) {
      return 3;
    }
    if (density < 0.66) {
      return 4;
    }
    return density < 0.85 ? 6 : MOST_RADIUS;
  }

  /**
   * By number of neighbours, how many of them must be alike. Callers only read it.
   *
   * @param density share of the pixels that are dirty, 0 to 1
   */
  static short[] needed(float density) {
    return NEEDED[Math.min(STEPS - 1, (int) (Math.sqrt(density) * STEPS))];
  }

  private static short[][] bounds() {
    var bounds = new short[STEPS][MOST_NEIGHBOURS + 1];
    for (var step = 0; step < STEPS; step++) {
      // The upper end of the step, to doubt rather more; half of the dirt is of either colour.
      var root = (step + 1.0) / STEPS;
      for (var neighbours = 0; neighbours <= MOST_NEIGHBOURS; neighbours++) {
        bounds[step][neighbours] = bound(neighbours, root * root / 2);
      }
    }
    return bounds;
  }

  /** The least k of P(Binomial(n, share) >= k) within the doubt; n + 1 where there is none. */
  private static short bound(int n, double share) {
    var probability = 1.0;
    for (var i = 0; i < n; i++) {
      probability *= 1 - share;
    }
    var tail = 1.0;
    var k = 0;
    while (k <= n && tail > DOUBT) {
      tail -= probability;
      probability *= (double) (n - k) / (k + 1) * (share / (1 - share));
      k++;
    }
    return (short) k;
  }
}
