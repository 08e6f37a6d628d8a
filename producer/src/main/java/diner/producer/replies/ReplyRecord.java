package diner.producer.replies;

import static java.nio.charset.StandardCharsets.UTF_8;

import diner.shared.message.Headers;
import diner.shared.message.InvalidPayload;
import diner.shared.message.Json;
import diner.shared.message.Reply;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of the reply topic. Whose it is stands in its headers; its JSON is read only when asked
 * for, since most replies on the topic are somebody else's.
 */
public record ReplyRecord(ConsumerRecord<byte[], byte[]> consumed) {

  private static final byte[] NOTHING = new byte[0];

  /** The job's id; empty where a stranger wrote the record. */
  public String jobId() {
    return header(Headers.JOB_ID);
  }

  /** As {@link Reply.Status#text()}; empty where a stranger wrote the record. */
  public String status() {
    return header(Headers.STATUS);
  }

  /** Empty where the job belongs to no batch. */
  public String batchId() {
    return header(Headers.BATCH_ID);
  }

  /** How many jobs the batch has; 0 where the job does not say. */
  public int batchSize() {
    var text = header(Headers.BATCH_SIZE);
    return text.matches("[1-9]\\d{0,8}") ? Integer.parseInt(text) : 0;
  }

  /** The reply's JSON as the worker wrote it. */
  public byte[] json() {
    byte @Nullable [] value = consumed.value();
    return value == null ? NOTHING : value;
  }

  /**
   * Reads the JSON.
   *
   * @throws InvalidPayload where a stranger wrote the record
   */
  public Reply reply() throws InvalidPayload {
    return Json.read(json(), Reply.class);
  }

  /** When it was written. */
  public Instant at() {
    return Instant.ofEpochMilli(consumed.timestamp());
  }

  /** Where it lies, for messages: {@code topic/partition@offset}. */
  public String place() {
    return consumed.topic() + "/" + consumed.partition() + "@" + consumed.offset();
  }

  private String header(String name) {
    var header = consumed.headers().lastHeader(name);
    return header == null || header.value() == null ? "" : new String(header.value(), UTF_8);
  }
}
