package diner.producer.dead;

import diner.shared.kafka.RecordHeaders;
import diner.shared.message.DeadLetterHeaders;
import diner.shared.message.Header;
import diner.shared.message.Headers;
import diner.shared.message.Turn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The records of the topic of dead letters, read and written: letters, the markers that say of one
 * that it was redriven, and the job that comes of it. Pure.
 */
final class LetterRecords {

  private static final String SPRINGS = "kafka_dlt-";

  /** Times of a life that is over, and a count that is told anew. */
  private static final Set<String> OUTLIVED =
      Set.of(Headers.DEADLINE, Headers.NOT_BEFORE, Headers.REDRIVES);

  private LetterRecords() {}

  static Letter letter(ConsumerRecord<byte[], byte[]> record) {
    return new Letter(
        new Turn(record.topic(), record.partition(), record.offset()),
        Instant.ofEpochMilli(Math.max(0, record.timestamp())),
        record.key(),
        record.value(),
        RecordHeaders.of(record.headers()));
  }

  /**
   * Whether a record is a marker. A letter may have no value and, in its job's own headers, this
   * one, but then it also says where its job came from.
   */
  static boolean isMarker(ConsumerRecord<byte[], byte[]> record) {
    byte @Nullable [] value = record.value();
    return value == null
        && record.headers().lastHeader(DeadLetterHeaders.REDRIVEN) != null
        && record.headers().lastHeader(DeadLetterHeaders.TOPIC) == null;
  }

  /** The offset a marker is about; empty where none before the marker is. */
  static OptionalLong redriven(ConsumerRecord<byte[], byte[]> marker) {
    var text = RecordHeaders.of(marker.headers()).text(DeadLetterHeaders.REDRIVEN).orElse("");
    if (!text.matches("\\d{1,18}")) {
      return OptionalLong.empty();
    }
    var offset = Long.parseLong(text);
    return offset < marker.offset() ? OptionalLong.of(offset) : OptionalLong.empty();
  }

  static ProducerRecord<byte[], byte[]> marker(Letter letter) {
    var turn = letter.turn();
    var offset = Headers.NONE.plus(DeadLetterHeaders.REDRIVEN, Long.toString(turn.offset()));
    return new ProducerRecord<>(
        turn.topic(), turn.partition(), null, null, null, RecordHeaders.toKafka(offset));
  }

  /**
   * The job as it came, under its old identity.
   *
   * @param partition null: by its key
   */
  static ProducerRecord<byte[], byte[]> job(
      Letter letter, Turn origin, @Nullable Integer partition) {
    return new ProducerRecord<>(
        origin.topic(),
        partition,
        letter.key(),
        letter.value(),
        RecordHeaders.toKafka(headers(letter, origin)));
  }

  private static Headers headers(Letter letter, Turn origin) {
    var hasId = letter.ownId().isPresent();
    var kept = new ArrayList<Header>();
    for (var header : letter.headers().all()) {
      var name = header.name();
      var isOver =
          name.startsWith(DeadLetterHeaders.PREFIX)
              || name.startsWith(SPRINGS)
              || OUTLIVED.contains(name)
              || (name.equals(Headers.JOB_ID) && !hasId);
      if (!isOver) {
        kept.add(header);
      }
    }
    if (!hasId) {
      kept.add(Header.of(Headers.JOB_ID, origin.toString()));
    }
    kept.add(Header.of(Headers.REDRIVES, Long.toString(letter.redrives() + 1)));
    return new Headers(kept);
  }
}
