package diner.worker.handler.cleaning;

import diner.worker.handler.CancelToken;
import diner.worker.handler.JobFault;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Reads PNG and JPEG, and writes PNG, with the JDK's own codecs: in memory, without a disk cache.
 * Whatever is wrong with a file ends in a permanent fault of type {@code malformed}. Colour
 * profiles, orientation and other metadata are neither applied nor carried over.
 */
final class PictureFiles {

  private static final byte[] PNG = HexFormat.of().parseHex("89504e470d0a1a0a");
  private static final byte[] JPEG = HexFormat.of().parseHex("ffd8ff");

  private PictureFiles() {}

  /**
   * What is known before any pixel is decoded.
   *
   * @param samples a pixel; where a palette hides how many it has, 4
   */
  record Header(int width, int height, int samples) {}

  /** One thing to be done with a reader. */
  private interface Reading<T> {
    T with(ImageReader reader) throws IOException;
  }

  /** Reads the header only: nothing is allocated that depends on the picture's size. */
  static Header header(byte[] file) {
    return read(
        file,
        reader -> {
          var types = reader.getImageTypes(0);
          if (!types.hasNext()) {
            throw malformed("a form of colour that can't be read (CMYK?)");
          }
          var type = types.next();
          var samples = type.getColorModel() instanceof IndexColorModel ? 4 : type.getNumBands();
          return new Header(reader.getWidth(0), reader.getHeight(0), samples);
        });
  }

  /** Decodes a picture whose size was found bearable. */
  static Picture decode(byte[] file, CancelToken cancel) {
    var damages = new ArrayList<String>(1);
    var image =
        read(
            file,
            reader -> {
              reader.addIIOReadProgressListener(new AbortOnCancel(cancel));
              reader.addIIOReadWarningListener((source, warning) -> {
                if (isDamage(warning) && damages.isEmpty()) {
                  damages.add(warning);
                }
              });
              return reader.read(0);
            });
    cancel.check();
    if (!damages.isEmpty()) {
      throw malformed("a broken file (%s)".formatted(oneLine(damages.getFirst())));
    }
    return PictureRasters.picture(image, cancel);
  }

  /**
   * The JPEG decoder makes up what a broken file lacks, and only warns; stray bytes are harmless.
   */
  private static boolean isDamage(String warning) {
    return warning.startsWith("Corrupt JPEG data") && !warning.contains("extraneous");
  }

  /** A picture as a PNG. */
  static byte[] encode(Picture picture, CancelToken cancel) {
    var writer = ImageIO.getImageWritersByFormatName("png").next();
    var bytes = new ByteArrayOutputStream();
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      writer.addIIOWriteProgressListener(new AbortOnCancel(cancel));
      writer.setOutput(out);
      writer.write(new IIOImage(PictureRasters.image(picture), null, null));
    } catch (IOException e) {
      throw new IllegalStateException("writing a PNG to memory", e);
    } finally {
      writer.dispose();
    }
    cancel.check();
    return bytes.toByteArray();
  }

  private static <T> T read(byte[] file, Reading<T> reading) {
    var reader = ImageIO.getImageReadersByFormatName(format(file)).next();
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      // Metadata is skipped: compressed comments and profiles could swell to any size.
      reader.setInput(in, true, true);
      return reading.with(reader);
    } catch (JobFault fault) {
      throw fault;
    } catch (IOException | RuntimeException e) {
      // The JDK's codecs answer hostile bytes with any of these.
      throw malformed(reasonOf(e));
    } finally {
      reader.dispose();
    }
  }

  private static String format(byte[] file) {
    if (startsWith(file, PNG)) {
      return "png";
    }
    if (startsWith(file, JPEG)) {
      return "jpeg";
    }
    var first = HexFormat.ofDelimiter(" ").formatHex(file, 0, Math.min(8, file.length));
    throw malformed("%d bytes that begin with %s".formatted(file.length, first));
  }

  private static boolean startsWith(byte[] file, byte[] signature) {
    return file.length >= signature.length
        && Arrays.equals(file, 0, signature.length, signature, 0, signature.length);
  }

  private static String reasonOf(Exception error) {
    var reason = error;
    while (reason.getCause() instanceof Exception cause) {
      reason = cause;
    }
    var name = reason.getClass().getSimpleName();
    var message = reason.getMessage();
    return message == null || message.isBlank()
        ? "a broken file (%s)".formatted(name)
        : "a broken file (%s: %s)".formatted(name.toLowerCase(Locale.ROOT), oneLine(message));
  }

  private static String oneLine(String message) {
    var line = message.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() > 120 ? line.substring(0, 120) + "…" : line;
  }

  private static JobFault malformed(String found) {
    return JobFault.permanent("malformed", "image: expected a PNG or JPEG, found " + found);
  }
}
