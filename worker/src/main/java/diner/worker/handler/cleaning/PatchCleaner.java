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

  /** Patch and halo: the sample of a clean pixel; of a dirty one, and outside the plane, DIRTY. */
  private final short[] cells = new short[STRIDE * STRIDE];

  private final NeighbourCounts counts = new NeighbourCounts(STRIDE);

  /**
   * Marks the dirt of a patch.
   *
   * @param plane the dirty plane, only read
   * @param dirt how dirty that plane is
   * @param marks of the patch's own size, row by row: set to true where dirt was found, and left as
   *     they are elsewhere
   */
  void find(byte[] plane, int width, int height, DirtMap dirt, Area patch, boolean[] marks) {
    survey(plane, width, height, dirt, patch);
    for (var row = 0; row < patch.height(); row++) {
      var cell = cellOf(row);
      for (var column = 0; column < patch.width(); column++) {
        marks[row * patch.width() + column] |= cells[cell + column] == DIRTY;
      }
    }
  }

  /**
   * Writes the pixels of the patch last searched, cleaned.
   *
   * @param plane that plane
   * @param target of the same size; only the patch is written
   */
  void fill(byte[] plane, byte[] target, int width, Area patch) {
    for (var row = 0; row < patch.height(); row++) {
      var cell = cellOf(row);
      var at = (patch.y() + row) * width + patch.x();
      for (var column = 0; column < patch.width(); column++, cell++, at++) {
        target[at] = cells[cell] == DIRTY ? filled(cell, plane[at]) : plane[at];
      }
    }
  }

  private static int cellOf(int row) {
    return (row + REACH) * STRIDE + REACH;
  }

  private void survey(byte[] plane, int width, int height, DirtMap dirt, Area patch) {
    Arrays.fill(cells, DIRTY);
    var left = Math.max(0, patch.x() - REACH);
    var right = Math.min(width, patch.x() + patch.width() + REACH);
    var top = Math.max(0, patch.y() - REACH);
    var bottom = Math.min(height, patch.y() + patch.height() + REACH);
    counts.begin(plane, width, height, Evidence.radius(dirt.mean()), left, right, top);
    for (var y = top; y < bottom; y++) {
      counts.nextRow();
      var cell = cellOf(y - patch.y()) + left - patch.x();
      for (var x = left; x < right; x++, cell++) {
        var sample = plane[y * width + x] & 0xff;
        if ((sample != 0 && sample != 255) || isTrue(sample == 0, dirt.densityAt(x, y), x)) {
          cells[cell] = (short) sample;
        }
      }
    }
  }

  private boolean isTrue(boolean black, float density, int x) {
    return counts.alike(x, black) >= Evidence.needed(density)[counts.neighbours(x)];
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
        if (sample != DIRTY) {
          // All weights together are below 10 units, so the sum stays below 2^28.
          sum += sample * weights[i];
          weight += weights[i];
          samples++;
        }
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
