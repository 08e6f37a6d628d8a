package diner.shared.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import diner.shared.message.Turn;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A map's content under a header: a byte of magic and version, and a CRC-32C over the content and
 * the committed topic, partition and offset. So a map opens only beside the commit it was made for.
 */
final class SealedContent {

  static final int HEADER_BYTES = 1 + Integer.BYTES;

  /** High nibble: Diner's. Low nibble: the version of the format. */
  private static final byte MAGIC_AND_VERSION = (byte) 0xD1;

  private SealedContent() {}

  static String seal(Turn committed, byte[] content, Alphabet alphabet) {
    var sealed =
        ByteBuffer.allocate(HEADER_BYTES + content.length)
            .put(MAGIC_AND_VERSION)
            .putInt(checksum(committed, ByteBuffer.wrap(content)))
            .put(content);
    return alphabet.write(sealed.array());
  }

  /** The content; empty where the text is none of ours, or was made for another commit. */
  static Optional<byte[]> open(Turn committed, String text) {
    return Alphabet.read(text).flatMap(sealed -> open(committed, sealed));
  }

  private static Optional<byte[]> open(Turn committed, byte[] sealed) {
    var bytes = ByteBuffer.wrap(sealed);
    if (sealed.length < HEADER_BYTES
        || bytes.get() != MAGIC_AND_VERSION
        || bytes.getInt() != checksum(committed, bytes.slice())) {
      return Optional.empty();
    }
    var content = new byte[bytes.remaining()];
    bytes.get(content);
    return Optional.of(content);
  }

  private static int checksum(Turn committed, ByteBuffer content) {
    var checksum = new CRC32C();
    checksum.update(committed.topic().getBytes(UTF_8));
    checksum.update(
        ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
            .putInt(committed.partition())
            .putLong(committed.offset())
            .flip());
    checksum.update(content);
    return (int) checksum.getValue();
  }
}
