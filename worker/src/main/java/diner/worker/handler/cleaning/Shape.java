package diner.worker.handler.cleaning;

/**
 * One thing in a floor plan, seen from above. Shapes are painted one over another; each is a pure
 * function of the place, in integers, so a picture is the same on every machine.
 */
sealed interface Shape {

  /** Where it lies; it is asked about no other place. */
  Area bounds();

  /**
   * Its grey at a place.
   *
   * @param under the grey that was painted there before, 0 to 255
   * @return 0 to 255
   */
  int greyAt(int x, int y, int under);

  /** Whether nothing is seen of what lies under it. */
  default boolean hides() {
    return true;
  }

  /** One grey all over: a wall (black), a window (white), a door step. */
  record Slab(Area bounds, int grey) implements Shape {

    @Override
    public int greyAt(int x, int y, int under) {
      return grey;
    }
  }

  /** Darkens what lies under it: the shadow of the house. */
  record Shadow(Area bounds, int percent) implements Shape {

    @Override
    public boolean hides() {
      return false;
    }

    @Override
    public int greyAt(int x, int y, int under) {
      return under * (100 - percent) / 100;
    }
  }

  /** Lawn: patches of light and dark, and blades of grass. */
  record Lawn(Area bounds, int cell, int salt) implements Shape {

    @Override
    public int greyAt(int x, int y, int under) {
      var patches = Texture.smooth(x, y, Math.min(8, cell + 3), salt);
      var blades = Texture.smooth(x, y, Math.max(0, cell - 2), salt + 1);
      return 62 + patches * 60 / 255 + blades * 44 / 255;
    }
  }

  /** Boards, each of its own tone and grain, along the x axis, lit from the left. */
  record Boards(Area bounds, int scale, int tone, int salt) implements Shape {

    @Override
    public int greyAt(int x, int y, int under) {
      var board = (y - bounds.y()) / scale;
      if ((y - bounds.y()) % scale == 0 && scale > 3) {
        return tone - 42;
      }
      var own = Texture.point(board, 0, salt) * 26 / 255;
      var grain = Texture.smooth(x >> 2, y, 2, salt + 1) * 20 / 255;
      return tone + own + grain + rising(x - bounds.x(), bounds.width(), 34);
    }
  }

  /** Square tiles in two tones with joints, lit from above. */
  record Tiles(Area bounds, int scale, int tone, int salt) implements Shape {

    @Override
    public int greyAt(int x, int y, int under) {
      var u = x - bounds.x();
      var v = y - bounds.y();
      var light = rising(bounds.height() - 1 - v, bounds.height(), 30);
      if (scale > 3 && (u % scale == 0 || v % scale == 0)) {
        return tone - 30 + light;
      }
      var checked = ((u / scale + v / scale) & 1) * 34;
      return tone + checked + light + Texture.point(x, y, salt) * 8 / 255;
    }
  }

  /** A soft floor without edges: cloudy, with a fine pile, lit from one corner. */
  record Carpet(Area bounds, int cell, int tone, int salt) implements Shape {

    @Override
    public int greyAt(int x, int y, int under) {
      var clouds = Texture.smooth(x, y, cell, salt) * 36 / 255;
      var pile = Texture.point(x, y, salt + 1) * 14 / 255;
      var light =
          rising(x - bounds.x(), bounds.width(), 30) + rising(y - bounds.y(), bounds.height(), 30);
      return tone + clouds + pile + light;
    }
  }

  /** A rug of stripes that follow its border. */
  record Rug(Area bounds, int scale, int tone) implements Shape {

    @Override
    public int greyAt(int x, int y, int under) {
      var u = x - bounds.x();
      var v = y - bounds.y();
      var fromBorder =
          Math.min(Math.min(u, bounds.width() - 1 - u), Math.min(v, bounds.height() - 1 - v));
      return tone + (fromBorder / Math.max(1, scale / 2) % 3) * 38;
    }
  }

  /** A ball, a table top, a tree: round, brightest off its centre, with a smooth edge. */
  record Disc(Area bounds, int tone, int salt, int roughness) implements Shape {

    @Override
    public boolean hides() {
      return false;
    }

    @Override
    public int greyAt(int x, int y, int under) {
      // In half pixels, so that the centre may lie between two.
      long radius = bounds.width();
      var dx = 2L * (x - bounds.x()) + 1 - radius;
      var dy = 2L * (y - bounds.y()) + 1 - radius;
      var square = radius * radius;
      var inside = square - dx * dx - dy * dy;
      if (inside <= 0) {
        return under;
      }
      var lit = (square * 2 - (dx + radius / 2) * (dx + radius / 2) - dy * dy) * 54 / (square * 2);
      var rough = roughness == 0 ? 0 : Texture.smooth(x, y, 2, salt) * roughness / 255;
      var grey = Math.clamp(tone + lit + rough, 1, 254);
      // The outermost pixel is blended: how deep it lies, in 256ths of a pixel.
      var depth = inside * 64 / radius;
      return depth >= 256 ? grey : (int) ((grey * depth + under * (256 - depth)) / 256);
    }
  }

  /** Light of a lamp, fading towards its edge. */
  record Glow(Area bounds, int strength) implements Shape {

    @Override
    public boolean hides() {
      return false;
    }

    @Override
    public int greyAt(int x, int y, int under) {
      long radius = bounds.width();
      var dx = 2L * (x - bounds.x()) + 1 - radius;
      var dy = 2L * (y - bounds.y()) + 1 - radius;
      var square = radius * radius;
      var inside = square - dx * dx - dy * dy;
      return inside <= 0 ? under : (int) Math.min(254, under + inside * strength / square);
    }
  }

  /** From 0 to nearly {@code most} over a length. */
  private static int rising(int at, int length, int most) {
    return (int) ((long) at * most / length);
  }
}
