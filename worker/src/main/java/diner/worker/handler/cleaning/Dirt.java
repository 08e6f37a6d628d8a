package diner.worker.handler.cleaning;

/**
 * Salt-and-pepper noise: every pixel becomes black or white, half each, with a given probability,
 * in all its channels at once. Each row draws from a stream of its own, one number a pixel, so the
 * same seed gives the same dirt on every machine, wherever one begins.
 *
 * @param share probability of a pixel to be hit, 0 to 1
 */
record Dirt(double share, long seed) {

  private static final long PURPOSE = 1L << 40;

  /** Spills it over one area of a house, whose samples are given row by row. */
  void over(byte[] samples, Area area) {
    // 53 bits: what a double holds exactly, so the comparison below is exact too.
    var hits = (long) (share * (1L << 53));
    var at = 0;
    for (var y = area.y(); y < area.y() + area.height(); y++) {
      var random = SplitMix64.of(seed, PURPOSE + y);
      random.skip(area.x());
      for (var end = at + area.width(); at < end; at++) {
        var bits = random.next();
        if (bits >>> 11 < hits) {
          // The lowest bit is not among the 53 compared, so the colour is independent of the hit.
          samples[at] = (byte) -(bits & 1);
        }
      }
    }
  }
}
