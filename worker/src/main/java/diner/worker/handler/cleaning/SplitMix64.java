package diner.worker.handler.cleaning;

/**
 * The generator of Steele, Lea and Flood (2014, "Fast splittable pseudorandom number generators",
 * OOPSLA): 64-bit integer arithmetic only, so a seed gives the same numbers on every machine. Each
 * row of a picture has a stream of its own, so rows can be made in any order. One thread each.
 */
final class SplitMix64 {

  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private long state;

  private SplitMix64(long state) {
    this.state = state;
  }

  /** The stream of a seed for one purpose; every purpose has another. */
  static SplitMix64 of(long seed, long purpose) {
    return new SplitMix64(mix(mix(seed + GOLDEN_GAMMA) + purpose * GOLDEN_GAMMA));
  }

  long next() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** Goes on as if so many numbers had been drawn. */
  void skip(long numbers) {
    state += numbers * GOLDEN_GAMMA;
  }

  /** A number from {@code from} to {@code to}, both included; spans up to 2^31. */
  int between(int from, int to) {
    return from + (int) (((next() >>> 32) * ((long) to - from + 1)) >>> 32);
  }

  /** Scrambles 64 bits, one to one. */
  static long mix(long bits) {
    var z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
