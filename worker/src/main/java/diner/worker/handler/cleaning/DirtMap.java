package diner.worker.handler.cleaning;

/**
 * How dirty a plane is, block by block: the probability that a pixel there was hit by salt or
 * pepper. A figure depends on the block and its neighbours only, so every room sees the same
 * however the house is divided. Filled as {@link House} gets each block ready, which also makes it
 * safe to read by other threads.
 *
 * <p>Two bounds, the smaller counts. Salt and pepper are equally likely, so the rarer of the two
 * tells how much of both is dirt, even where an area is truly black or white. Where both are true
 * (print, line art), they lie in strokes; dirt lies in single pixels, and the number of black-white
 * neighbours, p²/2 of all pairs for dirt of density p, gives it away.
 */
final class DirtMap {

  private final Blocks blocks;
  private final short[] blacks;
  private final short[] whites;
  private final short[] clashes;

  DirtMap(Blocks blocks) {
    this.blocks = blocks;
    this.blacks = new short[blocks.count()];
    this.whites = new short[blocks.count()];
    this.clashes = new short[blocks.count()];
  }

  /** Counts the black and the white pixels of one block. */
  void survey(byte[] plane, Area block) {
    var black = 0;
    var white = 0;
    var clashing = 0;
    for (var y = block.y(); y < block.y() + block.height(); y++) {
      var from = y * blocks.width() + block.x();
      var before = 0;
      for (var i = from; i < from + block.width(); i++) {
        var sample = plane[i];
        // +1 for white, -1 for black, 0 for all between; neighbours clash where the product is -1
        var colour = sample == -1 ? 1 : sample == 0 ? -1 : 0;
        white += colour > 0 ? 1 : 0;
        black += colour < 0 ? 1 : 0;
        clashing += colour * before < 0 ? 1 : 0;
        before = colour;
      }
    }
    var index = blocks.indexOf(block);
    blacks[index] = (short) black;
    whites[index] = (short) white;
    clashes[index] = (short) clashing;
  }

  /**
   * Share of the pixels around a block that were hit, more than 0, at most 1. It and its neighbours
   * must have been surveyed.
   */
  float densityAround(int column, int row) {
    var pixels = 0;
    var black = 0;
    var white = 0;
    var clashing = 0;
    for (var r = Math.max(0, row - 1); r <= Math.min(blocks.down() - 1, row + 1); r++) {
      for (var c = Math.max(0, column - 1); c <= Math.min(blocks.across() - 1, column + 1); c++) {
        var index = r * blocks.across() + c;
        pixels += blocks.pixels(c, r);
        black += blacks[index];
        white += whites[index];
        clashing += clashes[index];
      }
    }
    // One more than counted: a small sample that shows none does not prove that there is none.
    var byColour = 2.0 * (Math.min(black, white) + 1) / pixels;
    var byClashes = Math.sqrt(2.0 * (clashing + 1) / pixels);
    return (float) Math.min(1, Math.min(byColour, byClashes));
  }
}
