package diner.worker.handler.cleaning;

import diner.worker.handler.CancelToken;

/**
 * How dirty a plane is, block by block: the probability that a pixel there was hit by salt or
 * pepper. Made once from the whole dirty plane and only read afterwards, so every room sees the
 * same figures however the house is divided.
 *
 * <p>Two bounds, the smaller counts. Salt and pepper are equally likely, so the rarer of the two
 * tells how much of both is dirt, even where an area is truly black or white. Where both are true
 * (print, line art), they lie in strokes; dirt lies in single pixels, and the number of black-white
 * neighbours, p²/2 of all pairs for dirt of density p, gives it away.
 */
final class DirtMap {

  /** Side of a block in pixels; a figure is taken from 3 x 3 of them. */
  static final int BLOCK = 32;

  private final int across;
  private final int down;
  private final float[] density;
  private final double mean;

  private DirtMap(int across, int down, float[] density) {
    this.across = across;
    this.down = down;
    this.density = density;
    var sum = 0.0;
    for (var share : density) {
      sum += share;
    }
    this.mean = sum / density.length;
  }

  /** Surveys one plane. */
  static DirtMap of(byte[] plane, int width, int height, CancelToken cancel) {
    var across = (width + BLOCK - 1) / BLOCK;
    var down = (height + BLOCK - 1) / BLOCK;
    var counts = new Counts(across, down);
    for (var y = 0; y < height; y++) {
      for (var block = 0; block < across; block++) {
        var from = y * width + block * BLOCK;
        counts.add(
            plane, from, Math.min(from + BLOCK, (y + 1) * width), y / BLOCK * across + block);
        if (block % 1024 == 0) {
          cancel.check();
        }
      }
    }
    var density = new float[across * down];
    for (var row = 0; row < down; row++) {
      for (var column = 0; column < across; column++) {
        density[row * across + column] = counts.densityAround(column, row);
      }
    }
    return new DirtMap(across, down, density);
  }

  /** Share of the pixels around a place that were hit, more than 0, at most 1. */
  float densityAt(int x, int y) {
    return density[Math.min(y / BLOCK, down - 1) * across + Math.min(x / BLOCK, across - 1)];
  }

  /** The same over the whole plane. */
  double mean() {
    return mean;
  }

  /** What is counted in each block; pixels and pairs fit an int, blocks are small. */
  private static final class Counts {

    private final int across;
    private final int down;
    private final int[] pixels;
    private final int[] black;
    private final int[] white;
    private final int[] clashes;

    Counts(int across, int down) {
      this.across = across;
      this.down = down;
      this.pixels = new int[across * down];
      this.black = new int[across * down];
      this.white = new int[across * down];
      this.clashes = new int[across * down];
    }

    void add(byte[] plane, int from, int to, int block) {
      var blacks = 0;
      var whites = 0;
      var clashing = 0;
      var before = 0;
      for (var i = from; i < to; i++) {
        var sample = plane[i];
        // +1 for white, -1 for black, 0 for all between; neighbours clash where the product is -1
        var colour = sample == -1 ? 1 : sample == 0 ? -1 : 0;
        whites += colour > 0 ? 1 : 0;
        blacks += colour < 0 ? 1 : 0;
        clashing += colour * before < 0 ? 1 : 0;
        before = colour;
      }
      pixels[block] += to - from;
      black[block] += blacks;
      white[block] += whites;
      clashes[block] += clashing;
    }

    float densityAround(int column, int row) {
      var n = 0;
      var blacks = 0;
      var whites = 0;
      var clashing = 0;
      for (var r = Math.max(0, row - 1); r <= Math.min(down - 1, row + 1); r++) {
        for (var c = Math.max(0, column - 1); c <= Math.min(across - 1, column + 1); c++) {
          n += pixels[r * across + c];
          blacks += black[r * across + c];
          whites += white[r * across + c];
          clashing += clashes[r * across + c];
        }
      }
      // One more than counted: a small sample that shows none does not prove that there is none.
      var byColour = 2.0 * (Math.min(blacks, whites) + 1) / n;
      var byClashes = Math.sqrt(2.0 * (clashing + 1) / n);
      return (float) Math.min(1, Math.min(byColour, byClashes));
    }
  }
}
