package diner.worker.handler.cleaning;

import diner.worker.handler.CancelToken;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** How good a cleaned picture is, and which it is. */
final class Quality {

  private static final int SLICE_BYTES = 1 << 20;

  private Quality() {}

  /**
   * Peak signal-to-noise ratio in dB, 255 being the peak; null where nothing differs.
   *
   * @param squares sum of the squared differences
   * @param samples over so many samples
   */
  static @Nullable Double psnr(long squares, long samples) {
    return squares == 0 ? null : 10 * StrictMath.log10(255.0 * 255.0 * samples / squares);
  }

  /** Sum of the squared differences of two pictures in one area, over all channels; exact. */
  static long squares(Picture one, Picture two, Area area) {
    var sum = 0L;
    for (var channel = 0; channel < one.planes().length; channel++) {
      for (var y = area.y(); y < area.y() + area.height(); y++) {
        var from = y * one.width() + area.x();
        sum += squares(one.planes()[channel], two.planes()[channel], from, from + area.width());
      }
    }
    return sum;
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
