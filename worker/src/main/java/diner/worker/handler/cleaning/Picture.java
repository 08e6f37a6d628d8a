package diner.worker.handler.cleaning;

import org.jspecify.annotations.Nullable;

/**
 * A picture as plain bytes: one plane for grey, three for red, green and blue, each row by row from
 * the top. The planes are shared, not copied: whoever holds a picture as a source only reads it.
 *
 * @param planes 1 or 3 arrays of width x height samples, 0 (black) to 255 (white)
 * @param alpha opacity, which cleaning leaves as it is; null where the picture has none
 */
record Picture(int width, int height, byte[][] planes, byte @Nullable [] alpha) {

  /** Spelled out: javac drops the Nullable of an array from a compact constructor's class file. */
  Picture(int width, int height, byte[][] planes, byte @Nullable [] alpha) {
    if (width < 1 || height < 1 || (planes.length != 1 && planes.length != 3)) {
      throw new IllegalArgumentException(
          "expected width and height from 1 and 1 or 3 planes, got %d x %d and %d"
              .formatted(width, height, planes.length));
    }
    for (var plane : planes) {
      requireSize(plane, width, height);
    }
    if (alpha != null) {
      requireSize(alpha, width, height);
    }
    this.width = width;
    this.height = height;
    this.planes = planes;
    this.alpha = alpha;
  }

  /** A black picture of the given size. */
  static Picture blank(int width, int height, int channels) {
    return new Picture(width, height, new byte[channels][width * height], null);
  }

  /** A black picture of the same size and channels, with the same alpha (shared). */
  Picture blankLike() {
    return new Picture(width, height, new byte[planes.length][width * height], alpha);
  }

  /** Writes an area of one plane, whose samples are given row by row. */
  void write(int channel, Area area, byte[] samples) {
    for (var row = 0; row < area.height(); row++) {
      var at = (area.y() + row) * width + area.x();
      System.arraycopy(samples, row * area.width(), planes[channel], at, area.width());
    }
  }

  int pixels() {
    return width * height;
  }

  private static void requireSize(byte[] plane, int width, int height) {
    if (plane.length != (long) width * height) {
      throw new IllegalArgumentException(
          "expected %d x %d samples a plane, got %d".formatted(width, height, plane.length));
    }
  }
}
