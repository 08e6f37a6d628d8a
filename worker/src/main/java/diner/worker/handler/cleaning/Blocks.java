package diner.worker.handler.cleaning;

/**
 * A house cut into blocks of fixed size, from its upper left corner: the grain in which it is made
 * and surveyed. Rooms may cut through blocks.
 */
record Blocks(int width, int height) {

  /** Side of a block in pixels; those at the right and lower edge are what is left. */
  static final int SIDE = 32;

  int across() {
    return (width + SIDE - 1) / SIDE;
  }

  int down() {
    return (height + SIDE - 1) / SIDE;
  }

  int count() {
    return across() * down();
  }

  /** Number of a block, row by row. */
  int indexOf(Area block) {
    return block.y() / SIDE * across() + block.x() / SIDE;
  }

  int pixels(int column, int row) {
    return Math.min(SIDE, width - column * SIDE) * Math.min(SIDE, height - row * SIDE);
  }

  /** An area and what lies within reach of it. */
  Area widened(Area area, int reach) {
    var left = Math.max(0, area.x() - reach);
    var top = Math.max(0, area.y() - reach);
    var right = Math.min(width, area.x() + area.width() + reach);
    var bottom = Math.min(height, area.y() + area.height() + reach);
    return new Area(left, top, right - left, bottom - top);
  }

  /** The columns and rows of the blocks that an area touches, counted in blocks. */
  Area touching(Area area) {
    var column = area.x() / SIDE;
    var row = area.y() / SIDE;
    return new Area(
        column,
        row,
        (area.x() + area.width() - 1) / SIDE - column + 1,
        (area.y() + area.height() - 1) / SIDE - row + 1);
  }

  /**
   * All that the cleaning of an area may look at, in whole blocks: those within reach of its pixels
   * and the neighbours of those.
   */
  Area around(Area area, int reach) {
    var grid = touching(widened(area, reach));
    var left = Math.max(0, grid.x() - 1) * SIDE;
    var top = Math.max(0, grid.y() - 1) * SIDE;
    var right = Math.min(width, (grid.x() + grid.width() + 1) * SIDE);
    var bottom = Math.min(height, (grid.y() + grid.height() + 1) * SIDE);
    return new Area(left, top, right - left, bottom - top);
  }
}
