package diner.worker.flow;

import diner.shared.message.Headers;
import diner.shared.message.Turn;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job's record as it was polled: bytes that nobody has looked into yet.
 *
 * @param timestampMillis the record's timestamp, milliseconds since 1970 UTC
 * @param headers as they came, in their order
 */
public record Delivery(
    Assignment assignment,
    long offset,
    long timestampMillis,
    byte @Nullable [] key,
    byte @Nullable [] value,
    Headers headers) {

  /** About what an entry costs besides its bytes, so that a million empty records count too. */
  private static final int OVERHEAD_BYTES = 200;

  /** The same of a header: a record of a MiB has room for half a million empty ones. */
  private static final int HEADER_OVERHEAD_BYTES = 100;

  public Turn turn() {
    return new Turn(assignment.topic(), assignment.partition(), offset);
  }

  /**
   * Whether a time is further ahead of the job than this. Counted from the record's timestamp, so
   * that the answer is the same whoever asks, and whenever.
   */
  public boolean isBeyond(Instant time, Duration limit) {
    return time.isAfter(Instant.ofEpochMilli(timestampMillis).plus(limit));
  }

  /** About how much heap the delivery holds. */
  public int heldBytes() {
    var bytes = OVERHEAD_BYTES + lengthOf(key) + lengthOf(value);
    for (var header : headers.all()) {
      bytes += HEADER_OVERHEAD_BYTES + header.name().length() + lengthOf(header.value());
    }
    return bytes;
  }

  private static int lengthOf(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
