package diner.worker.handler.cleaning;

import java.util.Arrays;

/**
 * Finds and fills the dirt of one patch (a small rectangle) of a plane. It reads the patch and a
 * halo around it from the dirty plane, which nobody writes to, so a pixel comes out the same
 * wherever patches and rooms are cut. Scratch space of one part of a job: one thread at a time,
 * nothing is allocated per pixel.
 *
 * <p>The adaptive median of H. Hwang and R. A. Haddad (1995, "Adaptive median filters: new
 * algorithms and results", IEEE Trans. Image Processing 4(4), 499-502) with three changes, each for
 * a measured gain. As there, a pixel that is no impulse is kept as it is, and the window around an
 * impulse grows (3 x 3, 5 x 5, ...) until it tells enough. (1) An impulse is a pixel that is black
 * or white without its neighbours being so more often than dirt explains ({@link Evidence}), which
 * leaves true black and white areas alone. (2) Impulses are left out of the window. (3) Among what
 * is left no outlier is to be feared, so its mean takes the place of the median, weighted by
 * distance^-3; compare K. Zhang and others' adaptive weighted mean (2014, IEEE Signal Processing
 * Letters 21(10)).
 */
final class PatchCleaner {

  /** Largest side of a patch in pixels; the dirtiest takes some 10 ms. */
  static final int SIDE = 256;

  /** How far a window grows from its centre: up to 17 x 17. */
  static final int REACH = 8;

  /** How many clean samples end the growing of a window. */
  private static final int ENOUGH = 4;

  private static final int STRIDE = SIDE + 2 * REACH;
  private static final short DIRTY = -1;
  private static final int UNIT_WEIGHT = 1 << 16;

  /** For each distance from the centre, where the window's outermost ring lies, and its weights. */
  private static final int[][] RING_OFFSETS = new int[REACH + 1][];

  private static final int[][] RING_WEIGHTS = new int[REACH + 1][];

  static {
    for (var distance = 1; distance <= REACH; distance++) {
      layRing(distance);
    }
  }

  /** Most blocks that patch and halo touch along either axis. */
  private static final int MOST_BLOCKS = (STRIDE + Blocks.SIDE - 2) / Blocks.SIDE + 1;

  /** Patch and halo: the sample of a clean pixel; of a dirty one, and outside the plane, DIRTY. */
  private final short[] cells = new short[STRIDE * STRIDE];

  private final NeighbourCounts counts = new NeighbourCounts(STRIDE);
  private final float[] densities = new float[MOST_BLOCKS * MOST_BLOCKS];

  /**
   * Marks the dirt of a patch.
   *
   * @param house ready around the patch; only read
   * @param halo how far beyond the patch to look for clean pixels: {@link #REACH} if it is to be
   *     filled, else 0
   * @param marks of the patch's own size, row by row: set to true where dirt was found, and left as
   *     they are elsewhere
   */
  void find(House house, int channel, Area patch, int halo, boolean[] marks) {
    Arrays.fill(cells, 0, (patch.height() + 2 * REACH) * STRIDE, DIRTY);
    var plane = house.dirty().planes()[channel];
    survey(plane, house.blocks(), house.dirt(channel), patch, house.blocks().widened(patch, halo));
    for (var row = 0; row < patch.height(); row++) {
      var cell = cellOf(row);
      for (var column = 0; column < patch.width(); column++) {
        marks[row * patch.width() + column] |= cells[cell + column] == DIRTY;
      }
    }
  }

  /**
   * Writes the pixels of the patch last searched with its halo, cleaned.
   *
   * @param dirty the house that was searched
   * @param target of the same size; only the patch is written
   */
  void fill(Picture dirty, Picture target, int channel, Area patch) {
    var from = dirty.planes()[channel];
    var to = target.planes()[channel];
    for (var row = 0; row < patch.height(); row++) {
      var cell = cellOf(row);
      var at = (patch.y() + row) * dirty.width() + patch.x();
      for (var column = 0; column < patch.width(); column++, cell++, at++) {
        to[at] = cells[cell] == DIRTY ? filled(cell, from[at]) : from[at];
      }
    }
  }

  private static int cellOf(int row) {
    return (row + REACH) * STRIDE + REACH;
  }

  /** Looks at an area once for each radius that its blocks call for; mostly that is one. */
  private void survey(byte[] plane, Blocks blocks, DirtMap dirt, Area patch, Area area) {
    var grid = blocks.touching(area);
    var radii = 0;
    for (var row = 0; row < grid.height(); row++) {
      for (var column = 0; column < grid.width(); column++) {
        var density = dirt.densityAround(grid.x() + column, grid.y() + row);
        densities[row * MOST_BLOCKS + column] = density;
        radii |= 1 << Evidence.radius(density);
      }
    }
    for (var radius = 0; radius <= Evidence.MOST_RADIUS; radius++) {
      if ((radii & 1 << radius) != 0) {
        survey(plane, blocks, patch, area, radius);
      }
    }
  }

  private void survey(byte[] plane, Blocks blocks, Area patch, Area area, int radius) {
    counts.begin(plane, blocks, radius, area);
    var right = area.x() + area.width();
    for (var y = area.y(); y < area.y() + area.height(); y++) {
      counts.nextRow();
      var cell = cellOf(y - patch.y()) - patch.x();
      var density = (y / Blocks.SIDE - area.y() / Blocks.SIDE) * MOST_BLOCKS;
      for (var x = area.x(); x < right; density++) {
        var end = Math.min(right, (x / Blocks.SIDE + 1) * Blocks.SIDE);
        if (Evidence.radius(densities[density]) == radius) {
          judge(plane, y * blocks.width(), cell, x, end, Evidence.needed(densities[density]));
        }
        x = end;
      }
    }
  }

  /** Keeps the clean pixels of a stretch of a row within one block. */
  private void judge(byte[] plane, int line, int cell, int from, int to, short[] needed) {
    var sameForAll = counts.isInside(from, to);
    var first = needed[counts.neighbours(from)];
    for (var x = from; x < to; x++) {
      var sample = plane[line + x] & 0xff;
      var enough = sameForAll ? first : needed[counts.neighbours(x)];
      var isGrey = sample != 0 && sample != 255;
      if (isGrey || counts.alike(x, sample) >= enough) {
        cells[cell + x] = (short) sample;
      }
    }
  }

  /** The weighted mean of the clean samples around; the pixel's own where there are none. */
  private byte filled(int cell, byte own) {
    var sum = 0;
    var weight = 0;
    var samples = 0;
    for (var distance = 1; distance <= REACH && samples < ENOUGH; distance++) {
      var offsets = RING_OFFSETS[distance];
      var weights = RING_WEIGHTS[distance];
      for (var i = 0; i < offsets.length; i++) {
        var sample = cells[cell + offsets[i]];
        // Without a branch, which would be guessed wrong half of the time: all ones where clean.
        var clean = ~(sample >> 31);
        // All weights together are below 10 units, so the sum stays below 2^28.
        sum += (sample & clean) * weights[i];
        weight += weights[i] & clean;
        samples -= clean;
      }
    }
    return weight == 0 ? own : (byte) ((sum + weight / 2) / weight);
  }

  private static void layRing(int distance) {
    var offsets = new int[8 * distance];
    var weights = new int[8 * distance];
    var next = 0;
    for (var dy = -distance; dy <= distance; dy++) {
      for (var dx = -distance; dx <= distance; dx++) {
        if (Math.max(Math.abs(dx), Math.abs(dy)) == distance) {
          var square = dx * dx + dy * dy;
          offsets[next] = dy * STRIDE + dx;
          weights[next++] = (int) (UNIT_WEIGHT / (square * Math.sqrt(square)));
        }
      }
    }
    RING_OFFSETS[distance] = offsets;
    RING_WEIGHTS[distance] = weights;
  }
}
