package diner.worker.handler.cleaning;

/**
 * Value noise: a random number at each point of a lattice, and what lies between is interpolated.
 * Integers only; a place and a salt always give the same value, whatever was asked before.
 */
final class Texture {

  private Texture() {}

  /**
   * Smooth noise.
   *
   * @param cell distance of lattice points in pixels, as a power of two: 0 to 8
   * @return 0 to 255
   */
  static int smooth(int x, int y, int cell, int salt) {
    var column = x >> cell;
    var row = y >> cell;
    // How far between two points, in 256ths.
    var right = (x - (column << cell)) << (8 - cell);
    var down = (y - (row << cell)) << (8 - cell);
    var upper = point(column, row, salt) * (256 - right) + point(column + 1, row, salt) * right;
    var lower =
        point(column, row + 1, salt) * (256 - right) + point(column + 1, row + 1, salt) * right;
    return (upper * (256 - down) + lower * down) >>> 16;
  }

  /** The largest power of two within a distance, as {@link #smooth} takes it. */
  static int cellWithin(int pixels) {
    return Math.min(8, 31 - Integer.numberOfLeadingZeros(Math.max(1, pixels)));
  }

  /** Noise that differs from pixel to pixel, 0 to 255. */
  static int point(int x, int y, int salt) {
    var bits = x * 0x9e3779b1 ^ y * 0x85ebca77 ^ salt;
    bits = (bits ^ (bits >>> 15)) * 0x2c1b3c6d;
    bits = (bits ^ (bits >>> 12)) * 0x297a2d39;
    return bits >>> 24;
  }
}
