package diner.bench.rival;

import static java.nio.charset.StandardCharsets.UTF_8;

import diner.bench.noop.NoopHandler;
import diner.shared.message.Headers;
import diner.shared.message.JobIds;
import diner.shared.message.Json;
import diner.shared.message.Reply;
import diner.shared.message.Reply.Status;
import diner.shared.message.Turn;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Replies as the worker writes them, header by header and, but for the digits of offsets, byte by
 * byte; encoded once, with nothing but the id written into each. Immutable; for every thread.
 */
final class ReplyForm {

  private static final Header KIND =
      new RecordHeader(Headers.JOB_KIND, NoopHandler.KIND.getBytes(UTF_8));
  private static final Header DONE =
      new RecordHeader(Headers.STATUS, Status.DONE.text().getBytes(UTF_8));

  private final String topic;
  private final byte[] value;
  private final int idAt;

  /**
   * @param topic of the replies
   * @param jobs the topic of the jobs, which stands in each reply
   * @param worker the name that stands in each reply
   */
  ReplyForm(String topic, String jobs, String worker) {
    var id = JobIds.next();
    var time = Instant.now();
    this.topic = topic;
    this.value =
        Json.bytes(
            new Reply(
                id,
                NoopHandler.KIND,
                Status.DONE,
                Json.codec().valueToTree(new NoopHandler.Payload(1)),
                null,
                1,
                0,
                null,
                new Turn(jobs, 0, 12_345),
                worker,
                time,
                time,
                time,
                "vert.x-eventloop-thread-0"));
    this.idAt = new String(value, UTF_8).indexOf(id);
  }

  ProducerRecord<byte[], byte[]> answer(ConsumerRecord<byte[], byte[]> job) {
    var idHeader = job.headers().lastHeader(Headers.JOB_ID);
    var id = idHeader.value();
    var patched = value.clone();
    System.arraycopy(id, 0, patched, idAt, id.length);
    return new ProducerRecord<>(
        topic, null, job.key() == null ? id : job.key(), patched, List.of(idHeader, KIND, DONE));
  }
}
