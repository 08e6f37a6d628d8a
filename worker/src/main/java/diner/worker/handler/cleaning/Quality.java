package diner.worker.handler.cleaning;

import diner.worker.handler.CancelToken;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What is measured on whole pictures, in slices with a look at the cancel token between. */
final class Quality {

  private static final int SLICE_BYTES = 1 << 20;

  private Quality() {}

  /**
   * Peak signal-to-noise ratio in dB over all samples, 255 being the peak; null where nothing
   * differs.
   */
  static @Nullable Double psnr(Picture truth, Picture other, CancelToken cancel) {
    var squares = 0L;
    for (var channel = 0; channel < truth.planes().length; channel++) {
      var one = truth.planes()[channel];
      var two = other.planes()[channel];
      for (var from = 0; from < one.length; from += SLICE_BYTES) {
        cancel.check();
        squares += squares(one, two, from, Math.min(one.length, from + SLICE_BYTES));
      }
    }
    if (squares == 0) {
      return null;
    }
    var samples = (double) truth.pixels() * truth.planes().length;
    return 10 * StrictMath.log10(255.0 * 255.0 * samples / squares);
  }

  private static long squares(byte[] one, byte[] two, int from, int to) {
    var sum = 0L;
    for (var i = from; i < to; i++) {
      var difference = (one[i] & 0xff) - (two[i] & 0xff);
      sum += (long) difference * difference;
    }
    return sum;
  }

  /**
   * Hexadecimal SHA-256 over width and height (4 bytes each, big-endian), then the planes in the
   * order grey, or red, green, blue, and then alpha where there is one.
   */
  static String sha256(Picture picture, CancelToken cancel) {
    var digest = sha256();
    digest.update(ByteBuffer.allocate(8).putInt(picture.width()).putInt(picture.height()).array());
    for (var plane : picture.planes()) {
      update(digest, plane, cancel);
    }
    if (picture.alpha() != null) {
      update(digest, picture.alpha(), cancel);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, byte[] plane, CancelToken cancel) {
    for (var from = 0; from < plane.length; from += SLICE_BYTES) {
      cancel.check();
      digest.update(plane, from, Math.min(SLICE_BYTES, plane.length - from));
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
