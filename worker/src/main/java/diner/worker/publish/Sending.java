package diner.worker.publish;

import diner.shared.kafka.RecordHeaders;
import diner.worker.flow.Publication;
import diner.worker.flow.Settled;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way, and whose it is.
 *
 * @param atOnce whether it had failed when the client returned: then the failure is its own
 */
record Sending(
    Settled job, Publication record, Future<RecordMetadata> acknowledgement, boolean atOnce) {

  static Sending of(
      Settled job,
      Publication record,
      Function<ProducerRecord<byte[], byte[]>, Future<RecordMetadata>> send) {
    var acknowledgement = send.apply(toKafka(record));
    return new Sending(
        job, record, acknowledgement, acknowledgement.state() == Future.State.FAILED);
  }

  /** Why it failed; null where it did not, or not yet. */
  @Nullable KafkaException failure() {
    if (acknowledgement.state() != Future.State.FAILED) {
      return null;
    }
    var cause = acknowledgement.exceptionNow();
    return cause instanceof KafkaException kafka ? kafka : new KafkaException(cause);
  }

  /** Why Kafka refuses this record; null where it does not, or fails for another reason. */
  @Nullable KafkaException refusal() {
    var failure = failure();
    return failure != null && Meaning.of(failure) == Meaning.RECORD_REFUSED ? failure : null;
  }

  private static ProducerRecord<byte[], byte[]> toKafka(Publication record) {
    return new ProducerRecord<>(
        record.topic(),
        record.partition(),
        record.key(),
        record.value(),
        RecordHeaders.toKafka(record.headers()));
  }
}
