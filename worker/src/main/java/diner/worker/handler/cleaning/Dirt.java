package diner.worker.handler.cleaning;

import diner.worker.handler.CancelToken;

/**
 * Salt-and-pepper noise: every pixel becomes black or white, half each, with a given probability,
 * in all its channels at once. Each row draws from a stream of its own, so the same seed gives the
 * same dirt on every machine.
 */
final class Dirt {

  private static final int CANCEL_EVERY_PIXELS = 1 << 16;
  private static final long PURPOSE = 1L << 40;

  private Dirt() {}

  /**
   * A dirtied copy.
   *
   * @param share probability of a pixel to be hit, 0 to 1
   */
  static Picture spill(Picture clean, double share, long seed, CancelToken cancel) {
    var dirty = clean.blankLike();
    // 53 bits: what a double holds exactly, so the comparison below is exact too.
    var hits = (long) (share * (1L << 53));
    for (var y = 0; y < clean.height(); y++) {
      var random = SplitMix64.of(seed, PURPOSE + y);
      var end = (y + 1) * clean.width();
      for (var from = y * clean.width(); from < end; from += CANCEL_EVERY_PIXELS) {
        cancel.check();
        spill(clean, dirty, from, Math.min(end, from + CANCEL_EVERY_PIXELS), hits, random);
      }
    }
    return dirty;
  }

  private static void spill(
      Picture clean, Picture dirty, int from, int to, long hits, SplitMix64 random) {
    for (var channel = 0; channel < clean.planes().length; channel++) {
      System.arraycopy(clean.planes()[channel], from, dirty.planes()[channel], from, to - from);
    }
    for (var i = from; i < to; i++) {
      var bits = random.next();
      if (bits >>> 11 < hits) {
        for (var plane : dirty.planes()) {
          // The lowest bit is not among the 53 compared, so the colour is independent of the hit.
          plane[i] = (byte) -(bits & 1);
        }
      }
    }
  }
}
