package diner.worker.handler.cleaning;

import boofcv.alg.filter.blur.BlurImageOps;
import boofcv.concurrency.BoofConcurrency;
import boofcv.struct.image.GrayU8;

/**
 * The yardstick: an imaging library's plain median filter, each channel for itself.
 *
 * @param psnr against the truth
 * @param window its side in pixels
 * @param times how often it was applied, each time to what the time before had left
 */
record PlainMedian(double psnr, int window, int times) {

  private static final int MOST_TIMES = 4;

  static {
    BoofConcurrency.USE_CONCURRENT = false;
  }

  /** The best of windows from 3 x 3 to 11 x 11, applied up to four times. */
  static PlainMedian best(Picture truth, Picture dirty) {
    var best = new PlainMedian(Cleaning.psnr(truth, dirty), 1, 0);
    for (var radius = 1; radius <= 5; radius++) {
      var filtered = dirty;
      for (var times = 1; times <= MOST_TIMES; times++) {
        filtered = filter(filtered, radius);
        var psnr = Cleaning.psnr(truth, filtered);
        best = psnr > best.psnr ? new PlainMedian(psnr, 2 * radius + 1, times) : best;
      }
    }
    return best;
  }

  /** A copy filtered once. */
  static Picture filter(Picture picture, int radius) {
    var filtered = picture.blankLike();
    for (var channel = 0; channel < picture.planes().length; channel++) {
      var input = new GrayU8(picture.width(), picture.height());
      System.arraycopy(picture.planes()[channel], 0, input.data, 0, picture.pixels());
      var output = new GrayU8(picture.width(), picture.height());
      BlurImageOps.median(input, output, radius, radius, null);
      filtered.write(channel, Area.of(picture), output.data);
    }
    return filtered;
  }
}
