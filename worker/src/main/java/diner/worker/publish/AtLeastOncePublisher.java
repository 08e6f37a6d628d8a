package diner.worker.publish;

import diner.worker.flow.Batch;
import diner.worker.flow.BatchEnd;
import diner.worker.flow.Publication;
import diner.worker.flow.Settled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
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
  private final Destinations destinations;

  public AtLeastOncePublisher(Producer<byte[], byte[]> producer, Destinations destinations) {
    this.producer = producer;
    this.destinations = destinations;
  }

  @Override
  public void open() {
    destinations.open();
  }

  @Override
  public BatchEnd publish(Batch batch) {
    var left = batch.settled();
    while (!left.isEmpty()) {
      left = send(destinations.fitted(left));
    }
    return new BatchEnd.Sent(batch);
  }

  @Override
  public void close() {
    producer.close(CLOSE_LIMIT);
    destinations.close();
  }

  /**
   * Sends the records of these jobs and returns those jobs with what is still to be sent of them.
   * The client itself retries for its delivery time-out, so this takes long where Kafka is away.
   */
  private List<Settled> send(List<Settled> jobs) {
    var sent = new ArrayList<List<Sending>>(jobs.size());
    for (var job : jobs) {
      var ofJob = new ArrayList<Sending>();
      job.publications().forEach(record -> ofJob.add(Sending.of(job, record, producer::send)));
      sent.add(ofJob);
    }
    producer.flush();
    var left = new ArrayList<Settled>();
    for (var i = 0; i < sent.size(); i++) {
      var job = left(jobs.get(i), sent.get(i));
      if (!job.publications().isEmpty()) {
        left.add(job);
      }
    }
    return left;
  }

  /** The job with the records that are to be sent again, or to be sent instead. */
  private Settled left(Settled job, List<Sending> sent) {
    var again = new ArrayList<Publication>();
    @Nullable KafkaException cause = null;
    for (var sending : sent) {
      var failure = sending.failure();
      if (failure != null) {
        destinations.forget(sending.record().topic());
        switch (Meaning.of(failure)) {
          case RECORD_REFUSED -> {
            return destinations.answered(job, sending.record(), failure);
          }
          case AWAY -> {
            cause = failure;
            again.add(sending.record());
          }
          case FENCED, MAP_REFUSED, FOR_GOOD, OTHER ->
              throw new KafkaException(
                  "Kafka refuses a record for topic %s for good; expected one that is taken in the end"
                      .formatted(sending.record().topic()),
                  failure);
        }
      }
    }
    if (cause != null) {
      log.atDebug()
          .addKeyValue("jobId", job.ticket().jobId())
          .addKeyValue("cause", cause.toString())
          .log("records were not acknowledged: sending them again");
    }
    return job.with(again);
  }
}
