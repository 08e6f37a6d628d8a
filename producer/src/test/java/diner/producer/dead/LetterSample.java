package diner.producer.dead;

import static java.nio.charset.StandardCharsets.UTF_8;

import diner.shared.kafka.RecordHeaders;
import diner.shared.message.Header;
import diner.shared.message.Headers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as a worker writes it, of job 41 in partition 2 of a topic.
 *
 * @param own the job's own headers
 */
record LetterSample(
    String topic, @Nullable String key, byte @Nullable [] value, String reason, List<Header> own) {

  static final String DEAD_LETTERS = "jobs.dead-letters";

  static LetterSample of(String topic, Header... own) {
    return new LetterSample(
        topic, null, "{\"number\":2}".getBytes(UTF_8), "permanent", List.of(own));
  }

  LetterSample withKey(String key) {
    return new LetterSample(topic, key, value, reason, own);
  }

  LetterSample withValue(byte @Nullable [] value) {
    return new LetterSample(topic, key, value, reason, own);
  }

  LetterSample withReason(String reason) {
    return new LetterSample(topic, key, value, reason, own);
  }

  LetterSample with(String name, String text) {
    var more = new ArrayList<>(own);
    more.add(Header.of(name, text));
    return new LetterSample(topic, key, value, reason, more);
  }

  Headers headers() {
    var all = new ArrayList<>(own);
    all.add(Header.of("dead-letter-topic", topic));
    all.add(Header.of("dead-letter-partition", "2"));
    all.add(Header.of("dead-letter-offset", "41"));
    all.add(Header.of("dead-letter-timestamp", "1795372594575"));
    all.add(Header.of("dead-letter-reason", reason));
    all.add(Header.of("dead-letter-error-type", "kitchen-404"));
    all.add(Header.of("dead-letter-error-message", "the kitchen has no burgers"));
    all.add(Header.of("dead-letter-attempts", "1"));
    all.add(Header.of("dead-letter-worker", "worker-1"));
    all.add(Header.of("kafka_dlt-original-topic", topic));
    all.add(
        new Header(
            "kafka_dlt-original-partition", ByteBuffer.allocate(Integer.BYTES).putInt(2).array()));
    return new Headers(all);
  }

  byte @Nullable [] keyBytes() {
    return key == null ? null : key.getBytes(UTF_8);
  }

  /** As it is written to the dead letters of that name. */
  ProducerRecord<byte[], byte[]> toWrite(String deadLetters) {
    return new ProducerRecord<>(
        deadLetters, 0, null, keyBytes(), value, RecordHeaders.toKafka(headers()));
  }

  /** As it is read at that offset of the dead letters. */
  Letter at(long offset) {
    return LetterRecords.letter(consumed(offset, keyBytes(), value, headers()));
  }

  static ConsumerRecord<byte[], byte[]> consumed(
      long offset, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
    return new ConsumerRecord<>(
        DEAD_LETTERS,
        0,
        offset,
        1_795_372_600_000L + offset,
        TimestampType.CREATE_TIME,
        0,
        0,
        key,
        value,
        new org.apache.kafka.common.header.internals.RecordHeaders(RecordHeaders.toKafka(headers)),
        Optional.empty());
  }
}
