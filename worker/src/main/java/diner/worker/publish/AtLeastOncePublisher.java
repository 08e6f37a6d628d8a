package diner.worker.publish;

import diner.shared.kafka.RecordHeaders;
import diner.worker.flow.Batch;
import diner.worker.flow.BatchEnd;
import diner.worker.flow.Publication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records first: sends those of a batch, waits for their acknowledgements, and sends again what
 * Kafka could not take in time. The offsets follow, through the consumer. Owned by {@code
 * publisher}.
 */
public final class AtLeastOncePublisher implements Publisher {

  private static final Logger log = LoggerFactory.getLogger(AtLeastOncePublisher.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  private final Producer<byte[], byte[]> producer;

  public AtLeastOncePublisher(Producer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  @Override
  public BatchEnd publish(Batch batch) {
    var unsent = new ArrayList<Publication>();
    batch.settled().forEach(settled -> unsent.addAll(settled.publications()));
    List<Publication> left = unsent;
    while (!left.isEmpty()) {
      left = send(left);
    }
    return new BatchEnd.Sent(batch);
  }

  @Override
  public void close() {
    producer.close(CLOSE_LIMIT);
  }

  /**
   * Sends these records and returns those that Kafka did not take this time. The client itself
   * retries for its delivery time-out, so this takes long where Kafka is away.
   */
  private List<Publication> send(List<Publication> publications) {
    var sent = new ArrayList<Future<RecordMetadata>>(publications.size());
    for (var publication : publications) {
      sent.add(producer.send(toRecord(publication)));
    }
    producer.flush();
    var toSendAgain = new ArrayList<Publication>();
    @Nullable Throwable cause = null;
    for (var i = 0; i < sent.size(); i++) {
      if (sent.get(i).state() == Future.State.FAILED) {
        cause = sent.get(i).exceptionNow();
        requireRetriable(cause, publications.get(i));
        toSendAgain.add(publications.get(i));
      }
    }
    if (cause != null) {
      log.atWarn()
          .addKeyValue("records", toSendAgain.size())
          .addKeyValue("cause", cause.toString())
          .log("records were not acknowledged: sending them again");
    }
    return toSendAgain;
  }

  private static void requireRetriable(Throwable cause, Publication publication) {
    if (!(cause instanceof RetriableException)) {
      throw new KafkaException(
          "Kafka refuses a record for topic " + publication.topic() + " for good", cause);
    }
  }

  private static ProducerRecord<byte[], byte[]> toRecord(Publication publication) {
    return new ProducerRecord<>(
        publication.topic(),
        publication.partition(),
        publication.key(),
        publication.value(),
        RecordHeaders.toKafka(publication.headers()));
  }
}
