package diner.worker.answer;

import static java.nio.charset.StandardCharsets.UTF_8;

import diner.worker.flow.Publication;
import org.jspecify.annotations.Nullable;

/**
 * How large a record is for the broker, which holds it against {@code max.message.bytes}: alone in
 * its batch, not compressed, in Kafka's record format 2. Pure.
 */
final class BrokerBytes {

  private static final int BATCH_OVERHEAD = 61;

  /** Attributes, and the distances to the batch's first timestamp and offset. */
  private static final int RECORD_OVERHEAD = 3;

  /** A character of a header's name has as many bytes, at most. */
  private static final int BYTES_PER_CHAR = 3;

  private BrokerBytes() {}

  /** Whether it has at most so many; mostly that is clear without counting them. */
  static boolean fit(Publication record, long limit) {
    return (long) BYTES_PER_CHAR * record.bytes() <= limit || of(record) <= limit;
  }

  static long of(Publication record) {
    var headers = record.headers().all();
    var bytes =
        RECORD_OVERHEAD
            + withLength(record.key())
            + withLength(record.value())
            + lengthOfNumber(headers.size());
    for (var header : headers) {
      bytes += withLength(header.name().getBytes(UTF_8)) + withLength(header.value());
    }
    return BATCH_OVERHEAD + lengthOfNumber(bytes) + bytes;
  }

  private static long withLength(byte @Nullable [] bytes) {
    return bytes == null ? 1 : lengthOfNumber(bytes.length) + bytes.length;
  }

  /** As a varint: seven bits a byte, one of them all for the sign. */
  private static int lengthOfNumber(long number) {
    return 1 + (63 - Long.numberOfLeadingZeros(number << 1 | 1)) / 7;
  }
}
