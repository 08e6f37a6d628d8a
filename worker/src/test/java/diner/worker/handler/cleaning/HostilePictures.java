package diner.worker.handler.cleaning;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Files whose headers promise more than is in them. */
final class HostilePictures {

  private HostilePictures() {}

  /** A PNG of a few dozen bytes that claims a size; of 8-bit grey, colour type 0. */
  static byte[] png(int width, int height) {
    var header =
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put(new byte[] {8, 0, 0, 0, 0})
            .array();
    return ByteBuffer.allocate(8 + 25 + 12 + 12)
        .putLong(0x89504e470d0a1a0aL)
        .put(chunk("IHDR", header))
        .put(chunk("IDAT", new byte[0]))
        .put(chunk("IEND", new byte[0]))
        .array();
  }

  /** The same JPEG, claiming another size in its frame header (SOF0). */
  static byte[] claiming(byte[] jpeg, int width, int height) {
    var file = jpeg.clone();
    for (var i = 0; i < file.length - 9; i++) {
      if (file[i] == (byte) 0xff && file[i + 1] == (byte) 0xc0) {
        ByteBuffer.wrap(file, i + 5, 4).putShort((short) height).putShort((short) width);
        return file;
      }
    }
    throw new IllegalArgumentException("no frame header in %d bytes".formatted(jpeg.length));
  }

  private static byte[] chunk(String type, byte[] data) {
    var name = type.getBytes(StandardCharsets.US_ASCII);
    var checksum = new CRC32();
    checksum.update(name);
    checksum.update(data);
    return ByteBuffer.allocate(12 + data.length)
        .putInt(data.length)
        .put(name)
        .put(data)
        .putInt((int) checksum.getValue())
        .array();
  }
}
