package diner.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import diner.shared.message.Header;
import diner.shared.message.Headers;
import diner.worker.flow.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.jspecify.annotations.Nullable;

/** Jobs that a broker takes, and that nobody should send: up to a MiB of anything, anywhere. */
final class HostileRecords {

  /** The broker takes 1,048,588 with what frames them. */
  private static final int MAX_BYTES = 1_040_000;

  private static final int HEADER_FRAME_BYTES = 8;

  private static final List<String> NAMES =
      List.of(
          "job-id",
          "job-kind",
          "batch-id",
          "batch-size",
          "reply-to",
          "deadline",
          "not-before",
          "job-redrives",
          "traceparent",
          "kafka_correlationId",
          "kafka_replyTopic",
          "kafka_replyPartition",
          "dead-letter-reason",
          "größe",
          "");

  private static final List<String> TEXTS =
      List.of(
          "small",
          "nowhere",
          "burgers",
          "jobs.burgers",
          "7",
          "2000-01-01T00:00:00Z",
          "+1000000000-12-31T23:59:59.999999999Z",
          "-1000000000-01-01T00:00:00Z");

  /** In JSON; half a character among them, and one that takes six bytes as it is escaped. */
  private static final List<String> UNITS = List.of("x", "ä", "😀", "\\ud800", "\\u0001", "\\\"");

  private final Random random;

  HostileRecords(Random random) {
    this.random = random;
  }

  Delivery next(long offset) {
    var left = random.nextInt(3) == 0 ? random.nextInt(2_000) : MAX_BYTES;
    byte @Nullable [] key = null;
    byte @Nullable [] value = null;
    List<Header> headers = List.of();
    for (var part = random.nextInt(3); left > 0; part = (part + 1) % 3) {
      var share = random.nextInt(4) == 0 ? left : random.nextInt(Math.min(left, 5_000) + 1);
      switch (part) {
        case 0 -> key = random.nextInt(3) == 0 ? null : bytes(share);
        case 1 -> value = value(share);
        default -> headers = headers(share);
      }
      if (part == 2) {
        break;
      }
      left -= share;
    }
    var timestamp = random.nextInt(10) == 0 ? Long.MAX_VALUE : random.nextInt(Integer.MAX_VALUE);
    return new Delivery(Deliveries.ASSIGNMENT, offset, timestamp, key, value, new Headers(headers));
  }

  /** By Kafka's own encoder. */
  static int encodedBytes(
      byte @Nullable [] key,
      byte @Nullable [] value,
      org.apache.kafka.common.header.Headers headers) {
    return MemoryRecords.withRecords(
            Compression.NONE, new SimpleRecord(0, key, value, headers.toArray()))
        .sizeInBytes();
  }

  private byte @Nullable [] value(int bytes) {
    return switch (random.nextInt(8)) {
      case 0 -> null;
      case 1 -> bytes(bytes);
      default -> {
        var unit = UNITS.get(random.nextInt(UNITS.size()));
        var units = Math.max(0, bytes - 20) / unit.getBytes(UTF_8).length;
        yield ("{\"text\":\"" + unit.repeat(units) + "\"}").getBytes(UTF_8);
      }
    };
  }

  private List<Header> headers(int bytes) {
    var headers = new ArrayList<Header>();
    var longest = List.of(1, 20, 900, 60_000, MAX_BYTES).get(random.nextInt(5));
    var left = bytes;
    while (left > HEADER_FRAME_BYTES + 20) {
      var header = header(random.nextInt(Math.min(longest, left - HEADER_FRAME_BYTES - 20) + 1));
      headers.add(header);
      left -= HEADER_FRAME_BYTES + (int) new Headers(List.of(header)).bytes();
    }
    return headers;
  }

  private Header header(int bytes) {
    var name = NAMES.get(random.nextInt(NAMES.size()));
    return switch (random.nextInt(4)) {
      case 0 -> new Header(name, bytes(bytes));
      case 1 -> Header.of(name, "\u0001".repeat(bytes));
      case 2 -> Header.of(name, TEXTS.get(random.nextInt(TEXTS.size())));
      default -> new Header(name, bytes == 0 ? null : "x".repeat(bytes).getBytes(UTF_8));
    };
  }

  private byte[] bytes(int count) {
    var bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
