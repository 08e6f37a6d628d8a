package diner.worker.handler.cleaning;

import java.util.Arrays;

/**
 * Counts the black and the white pixels in the window around each pixel of a row, row after row
 * downwards. Sums of columns are carried along, so the cost does not grow with the window. Scratch
 * space of one cleaner; one thread.
 */
final class NeighbourCounts {

  /** Blacks are counted in the lower 16 bits and whites in the upper: one addition for both. */
  private static final int WHITE = 1 << 16;

  private final int[] columns;
  private final int[] windows;

  private byte[] plane = new byte[0];
  private int width;
  private int height;
  private int radius;
  private int left;
  private int right;
  private int outerLeft;
  private int outerRight;
  private int row;

  /**
   * @param mostColumns the most columns that are ever asked for at once
   */
  NeighbourCounts(int mostColumns) {
    this.columns = new int[mostColumns + 2 * Evidence.MOST_RADIUS];
    this.windows = new int[mostColumns];
  }

  /** Begins above the first row of an area; only that area's columns are asked for. */
  void begin(byte[] plane, Blocks house, int radius, Area area) {
    this.plane = plane;
    this.width = house.width();
    this.height = house.height();
    this.radius = radius;
    this.left = area.x();
    this.right = area.x() + area.width();
    this.outerLeft = Math.max(0, left - radius);
    this.outerRight = Math.min(width, right + radius);
    this.row = area.y() - 1;
    Arrays.fill(columns, 0);
    for (var y = row - radius; y <= row + radius; y++) {
      add(y, 1);
    }
  }

  /** Goes one row down. */
  void nextRow() {
    add(row - radius, -1);
    row++;
    add(row + radius, 1);
    var sum = 0;
    for (var x = outerLeft; x < Math.min(width, left + radius); x++) {
      sum += columns[x - outerLeft];
    }
    for (var x = left; x < right; x++) {
      if (x + radius < width) {
        sum += columns[x + radius - outerLeft];
      }
      windows[x - left] = sum;
      if (x >= radius) {
        sum -= columns[x - radius - outerLeft];
      }
    }
  }

  /** How many pixels the window around a column of this row has, without its centre. */
  int neighbours(int x) {
    var across = Math.min(width - 1, x + radius) - Math.max(0, x - radius) + 1;
    var down = Math.min(height - 1, row + radius) - Math.max(0, row - radius) + 1;
    return across * down - 1;
  }

  /** Whether the windows around these columns, the last excluded, are whole to the sides. */
  boolean isInside(int from, int to) {
    return from >= radius && to + radius <= width;
  }

  /** How many of the neighbours of a pixel of this row, 0 or 255, are alike. */
  int alike(int x, int sample) {
    // The lowest bit tells white from black, and so which half to take.
    return (windows[x - left] >>> ((sample & 1) << 4) & (WHITE - 1)) - 1;
  }

  private void add(int y, int sign) {
    if (y < 0 || y >= height) {
      return;
    }
    var from = y * width + outerLeft;
    var black = sign;
    var white = sign * WHITE;
    for (var i = 0; i < outerRight - outerLeft; i++) {
      var sample = plane[from + i];
      columns[i] += (sample == 0 ? black : 0) + (sample == -1 ? white : 0);
    }
  }
}
