package diner.producer.enqueue;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Lines of bytes, of which no more than a limit is ever held. */
final class BoundedLines implements Closeable {

  /**
   * A line without its end.
   *
   * @param isCut whether it was longer than the limit; the bytes are then its beginning
   */
  record Line(long number, byte[] bytes, boolean isCut) {

    boolean isBlank() {
      return !isCut && new String(bytes, java.nio.charset.StandardCharsets.US_ASCII).isBlank();
    }
  }

  private static final int BUFFER_BYTES = 64 * 1024;

  private final InputStream in;
  private final int limitBytes;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int filled;
  private long number;

  BoundedLines(InputStream in, int limitBytes) {
    this.in = in;
    this.limitBytes = limitBytes;
  }

  /** The next line, or null at the end. A last line needs no line end. */
  @Nullable Line next() throws IOException {
    var line = new ByteArrayOutputStream(256);
    var isCut = false;
    var isEmptyInput = true;
    while (fill()) {
      isEmptyInput = false;
      var end = position;
      while (end < filled && buffer[end] != '\n') {
        end++;
      }
      var room = Math.min(end - position, limitBytes - line.size());
      isCut |= room < end - position;
      line.write(buffer, position, room);
      position = Math.min(end + 1, filled);
      if (end < filled) {
        break;
      }
    }
    return isEmptyInput ? null : new Line(++number, line.toByteArray(), isCut);
  }

  private boolean fill() throws IOException {
    if (position < filled) {
      return true;
    }
    position = 0;
    filled = Math.max(0, in.read(buffer));
    return filled > 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
