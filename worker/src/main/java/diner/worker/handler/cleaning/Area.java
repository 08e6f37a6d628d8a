package diner.worker.handler.cleaning;

import java.util.function.Consumer;

/** A rectangle of a picture, in pixels: a room, or a piece of one. */
record Area(int x, int y, int width, int height) {

  Area {
    if (x < 0 || y < 0 || width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "expected x and y from 0, width and height from 1, got %d, %d, %d, %d"
              .formatted(x, y, width, height));
    }
  }

  /** All of a picture. */
  static Area of(Picture picture) {
    return new Area(0, 0, picture.width(), picture.height());
  }

  boolean contains(Area other) {
    return x <= other.x
        && y <= other.y
        && x + width >= other.x + other.width
        && y + height >= other.y + other.height;
  }

  boolean overlaps(Area other) {
    return x < other.x + other.width
        && other.x < x + width
        && y < other.y + other.height
        && other.y < y + height;
  }

  /** What both cover, which must be something. */
  Area overlap(Area other) {
    var left = Math.max(x, other.x);
    var top = Math.max(y, other.y);
    var right = Math.min(x + width, other.x + other.width);
    var bottom = Math.min(y + height, other.y + other.height);
    return new Area(left, top, right - left, bottom - top);
  }

  /** Goes through the area in pieces of at most {@code side} x {@code side}, row by row. */
  void forEachPiece(int side, Consumer<Area> action) {
    for (var dy = 0; dy < height; dy += side) {
      for (var dx = 0; dx < width; dx += side) {
        action.accept(
            new Area(x + dx, y + dy, Math.min(side, width - dx), Math.min(side, height - dy)));
      }
    }
  }
}
