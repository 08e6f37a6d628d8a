package diner.worker.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import diner.shared.message.DeadLetterHeaders;
import diner.shared.message.Header;
import diner.shared.message.Headers;
import diner.worker.flow.Publication;
import java.util.ArrayList;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * How large a record can be on its way, at most, and what is left out of one that must go though it
 * is too large. Pure.
 */
final class RecordSize {

  /** A batch of one record of Kafka's format 2, with all lengths as long as they can be. */
  private static final int OVERHEAD_BYTES = 61 + 21 + 3 * 5;

  private static final int HEADER_OVERHEAD_BYTES = 2 * 5;

  /** A character of a header's name has as many bytes, at most. */
  private static final int BYTES_PER_CHAR = 3;

  /** Longer keys and headers are left out of a record that would not go otherwise. */
  private static final int SHORT_BYTES = 1_000;

  private RecordSize() {}

  static boolean fits(Publication record, int limitBytes) {
    return (long) BYTES_PER_CHAR * record.bytes() <= limitBytes || upperBound(record) <= limitBytes;
  }

  static int upperBound(Publication record) {
    var bytes = OVERHEAD_BYTES + lengthOf(record.key()) + lengthOf(record.value());
    for (var header : record.headers().all()) {
      bytes += upperBound(header);
    }
    return bytes;
  }

  /**
   * The record where it fits; else without its value, if it is a dead letter; else also without
   * long headers and key; else, again of a dead letter, with no more of its job's headers than
   * there is room for.
   *
   * @throws KafkaException where even that does not fit
   */
  static Publication reduced(Publication record, int limitBytes, OwnTopics own) {
    var reduced = record;
    if (!fits(reduced, limitBytes) && record.topic().equals(own.deadLetters())) {
      reduced = withoutValue(reduced);
    }
    if (!fits(reduced, limitBytes)) {
      reduced = withoutLongParts(reduced);
    }
    if (!fits(reduced, limitBytes) && record.topic().equals(own.deadLetters())) {
      reduced = withoutFirstHeaders(reduced, limitBytes);
    }
    if (!fits(reduced, limitBytes)) {
      throw new KafkaException(
          "a record for the worker's own topic %s has %d bytes at least; expected a topic that takes it, and not only %d"
              .formatted(record.topic(), upperBound(reduced), limitBytes));
    }
    return reduced;
  }

  private static Publication withoutValue(Publication record) {
    var value = record.value();
    return value == null
        ? record
        : new Publication(
            record.topic(),
            record.partition(),
            record.key(),
            null,
            record.headers().plus(DeadLetterHeaders.VALUE_OMITTED, Integer.toString(value.length)));
  }

  private static Publication withoutLongParts(Publication record) {
    var headers = new ArrayList<Header>();
    for (var header : record.headers().all()) {
      if (header.name().length() + lengthOf(header.value()) <= SHORT_BYTES) {
        headers.add(header);
      }
    }
    var key = lengthOf(record.key()) <= SHORT_BYTES ? record.key() : null;
    return new Publication(
        record.topic(), record.partition(), key, record.value(), new Headers(headers));
  }

  /** What is said of a dead letter stands behind what it brought along: as much as fits. */
  private static Publication withoutFirstHeaders(Publication record, int limitBytes) {
    var headers = record.headers().all();
    var bytes = upperBound(record);
    var first = 0;
    while (first < headers.size() && bytes > limitBytes) {
      bytes -= upperBound(headers.get(first));
      first++;
    }
    return new Publication(
        record.topic(),
        record.partition(),
        record.key(),
        record.value(),
        new Headers(headers.subList(first, headers.size())));
  }

  private static int upperBound(Header header) {
    return HEADER_OVERHEAD_BYTES + header.name().getBytes(UTF_8).length + lengthOf(header.value());
  }

  private static int lengthOf(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
