package diner.worker.handler.cleaning;

import diner.worker.handler.JobFault;

/**
 * How large a house may be, known before a single pixel is made or decoded.
 *
 * @param heapBytes how much of the heap one house may take
 */
record HouseLimit(long heapBytes) {

  /**
   * A seeded house is held three times, a byte a pixel each: as it was made, dirty, and cleaned.
   */
  static final int SEEDED_BYTES_A_PIXEL = 3;

  /**
   * For each sample (grey, red, green, blue or alpha) of a picture: dirty and cleaned plane, and
   * the PNG in the making, which may be as large as the planes and is copied as it grows. Decoding
   * takes less: a raster of one or two bytes a sample and the dirty plane.
   */
  static final int PICTURE_BYTES_A_SAMPLE = 5;

  /** Figures and marks of a block, of the dirty and the cleaned house, for at most 3 channels. */
  static final int BYTES_A_BLOCK = 2 * (3 * 3 * Short.BYTES + Integer.BYTES);

  /** What the cleaner of a room needs besides: a patch with its halo, and marks. */
  static final int BYTES_A_ROOM = 1 << 18;

  /** Whatever the heap: beyond it a house would outlast its time limit on few cores. */
  static final long MOST_PIXELS = 1L << 28;

  /** Half of the heap; the rest is for Kafka's buffers and the jobs of the other lane. */
  static HouseLimit ofThisHeap() {
    return new HouseLimit(Runtime.getRuntime().maxMemory() / 2);
  }

  /** For jobs that have so much heap: a tenth is left to what a house takes besides its pixels. */
  static HouseLimit within(long jobsHeapBytes) {
    return new HouseLimit(jobsHeapBytes / 10 * 9);
  }

  /**
   * The bytes that a house takes while it is cleaned. The limit is on its pixels alone, so that it
   * can be told in pixels; the rest matters for houses of many small rooms, or a few pixels wide.
   *
   * @param roomsAtOnce how many rooms are in work at most
   * @throws JobFault permanent, where it is larger than the heap can bear, naming both numbers
   */
  long footprintBytes(long width, long height, int bytesAPixel, int roomsAtOnce) {
    var pixels = width * height;
    var bearable = Math.min(MOST_PIXELS, heapBytes / bytesAPixel);
    if (pixels > bearable) {
      throw JobFault.permanent(
          "house-too-large",
          ("a house of %d x %d has %d pixels, but this worker's heap can bear %d"
                  + " (%d bytes a pixel); make it smaller, or give the worker more heap (-Xmx)")
              .formatted(width, height, pixels, bearable, bytesAPixel));
    }
    var blocks = new Blocks((int) width, (int) height).count();
    return pixels * bytesAPixel + (long) blocks * BYTES_A_BLOCK + (long) roomsAtOnce * BYTES_A_ROOM;
  }
}
