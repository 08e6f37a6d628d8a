package diner.worker.handler.cleaning;

import java.util.List;

/**
 * Paints a house from its seed: the same bytes on every machine, wherever one begins. Immutable, so
 * many cleaners may paint at once.
 */
final class HousePainter {

  private final List<Shape> shapes;

  HousePainter(long seed, int width, int height) {
    this.shapes = FloorPlan.of(seed, width, height);
  }

  /** The grey samples of one area, row by row. */
  byte[] paint(Area area) {
    var samples = new byte[area.width() * area.height()];
    for (var i = lowest(area); i < shapes.size(); i++) {
      var shape = shapes.get(i);
      if (shape.bounds().overlaps(area)) {
        paint(shape, shape.bounds().overlap(area), area, samples);
      }
    }
    return samples;
  }

  /** The first shape to be seen: what lies under one that hides all of the area is never seen. */
  private int lowest(Area area) {
    for (var i = shapes.size() - 1; i > 0; i--) {
      var shape = shapes.get(i);
      if (shape.hides() && shape.bounds().contains(area)) {
        return i;
      }
    }
    return 0;
  }

  private static void paint(Shape shape, Area part, Area area, byte[] samples) {
    for (var y = part.y(); y < part.y() + part.height(); y++) {
      var at = (y - area.y()) * area.width() + part.x() - area.x();
      for (var x = part.x(); x < part.x() + part.width(); x++, at++) {
        samples[at] = (byte) shape.greyAt(x, y, samples[at] & 0xff);
      }
    }
  }
}
