package diner.worker.handler.cleaning;

import diner.worker.handler.CancelToken;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BandedSampleModel;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Between the JDK's images and planes of bytes. Samples are taken from the raster as they are:
 * {@code getRGB} would bend the greys of a grey picture.
 */
final class PictureRasters {

  /** Samples that are copied at once. */
  private static final int STRETCH = 1 << 12;

  private PictureRasters() {}

  /** One band of a raster as samples of a plane. */
  private interface Reduction {
    byte reduce(int sample);
  }

  /** The planes of an image. 16-bit samples are rounded to 8, palettes resolved. */
  static Picture picture(BufferedImage image, CancelToken cancel) {
    var raster = image.getRaster();
    if (image.getColorModel() instanceof IndexColorModel palette) {
      return ofPalette(raster, palette, cancel);
    }
    Reduction reduction =
        raster.getSampleModel().getSampleSize(0) == 16
            ? sample -> (byte) ((sample * 255 + 32767) / 65535)
            : sample -> (byte) sample;
    var bands = raster.getNumBands();
    var planes = new byte[bands < 3 ? 1 : 3][];
    for (var channel = 0; channel < planes.length; channel++) {
      planes[channel] = plane(raster, channel, reduction, cancel);
    }
    var alpha = bands % 2 == 0 ? plane(raster, bands - 1, reduction, cancel) : null;
    return new Picture(raster.getWidth(), raster.getHeight(), planes, alpha);
  }

  /** An image that shares the planes of a picture. */
  static BufferedImage image(Picture picture) {
    var alpha = picture.alpha();
    var banks = picture.planes();
    if (alpha != null) {
      banks = Arrays.copyOf(banks, banks.length + 1);
      banks[banks.length - 1] = alpha;
    }
    var space =
        ColorSpace.getInstance(
            picture.planes().length == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB);
    var colours =
        new ComponentColorModel(
            space,
            alpha != null,
            false,
            alpha == null ? Transparency.OPAQUE : Transparency.TRANSLUCENT,
            DataBuffer.TYPE_BYTE);
    var raster =
        Raster.createWritableRaster(
            new BandedSampleModel(
                DataBuffer.TYPE_BYTE, picture.width(), picture.height(), banks.length),
            new DataBufferByte(banks, picture.pixels()),
            null);
    return new BufferedImage(colours, raster, false, null);
  }

  private static Picture ofPalette(Raster raster, IndexColorModel palette, CancelToken cancel) {
    var size = palette.getMapSize();
    var colours = new byte[4][size];
    palette.getReds(colours[0]);
    palette.getGreens(colours[1]);
    palette.getBlues(colours[2]);
    palette.getAlphas(colours[3]);
    var isGrey = Arrays.equals(colours[0], colours[1]) && Arrays.equals(colours[1], colours[2]);
    var planes = new byte[isGrey ? 1 : 3][];
    for (var channel = 0; channel < planes.length; channel++) {
      planes[channel] = plane(raster, 0, within(colours[channel]), cancel);
    }
    byte @Nullable [] alpha =
        palette.hasAlpha() ? plane(raster, 0, within(colours[3]), cancel) : null;
    return new Picture(raster.getWidth(), raster.getHeight(), planes, alpha);
  }

  /** A file may name colours that its palette doesn't have; they are black. */
  private static Reduction within(byte[] colours) {
    return index -> index < colours.length ? colours[index] : 0;
  }

  private static byte[] plane(Raster raster, int band, Reduction reduction, CancelToken cancel) {
    var width = raster.getWidth();
    var plane = new byte[width * raster.getHeight()];
    var stretch = new int[Math.min(STRETCH, width)];
    for (var y = 0; y < raster.getHeight(); y++) {
      for (var x = 0; x < width; x += STRETCH) {
        cancel.check();
        var count = Math.min(STRETCH, width - x);
        raster.getSamples(x, y, count, 1, band, stretch);
        for (var i = 0; i < count; i++) {
          plane[y * width + x + i] = reduction.reduce(stretch[i]);
        }
      }
    }
    return plane;
  }
}
