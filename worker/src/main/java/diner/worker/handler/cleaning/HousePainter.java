package diner.worker.handler.cleaning;

import diner.worker.handler.CancelToken;

/** Paints a house from its seed: the same bytes on every machine. */
final class HousePainter {

  private static final int SLICE = 128;

  private HousePainter() {}

  /** A clean grey house; the token is asked every few milliseconds. */
  static Picture paint(long seed, int width, int height, CancelToken cancel) {
    var picture = Picture.blank(width, height, 1);
    for (var shape : FloorPlan.of(seed, width, height)) {
      shape
          .bounds()
          .forEachPiece(
              SLICE,
              slice -> {
                cancel.check();
                paint(shape, slice, picture);
              });
    }
    return picture;
  }

  private static void paint(Shape shape, Area slice, Picture picture) {
    var plane = picture.planes()[0];
    for (var y = slice.y(); y < slice.y() + slice.height(); y++) {
      var row = y * picture.width();
      for (var x = slice.x(); x < slice.x() + slice.width(); x++) {
        plane[row + x] = (byte) shape.greyAt(x, y, plane[row + x] & 0xff);
      }
    }
  }
}
