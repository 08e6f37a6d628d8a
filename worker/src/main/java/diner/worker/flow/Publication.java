package diner.worker.flow;

import diner.shared.message.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record to be published, encoded already.
 *
 * @param partition null: the key decides
 */
public record Publication(
    String topic,
    @Nullable Integer partition,
    byte @Nullable [] key,
    byte @Nullable [] value,
    Headers headers) {

  /** About its size in a producer's buffer. */
  public int bytes() {
    var bytes = 100 + lengthOf(key) + lengthOf(value);
    for (var header : headers.all()) {
      bytes += 10 + header.name().length() + lengthOf(header.value());
    }
    return bytes;
  }

  private static int lengthOf(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
