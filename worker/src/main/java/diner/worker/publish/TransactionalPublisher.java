package diner.worker.publish;

import diner.worker.flow.Batch;
import diner.worker.flow.BatchEnd;
import diner.worker.flow.CommitPoint;
import diner.worker.flow.Membership;
import diner.worker.flow.Settled;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exactly-once: a batch's records and its commit points enter Kafka in one transaction, or not at
 * all. Owned by {@code publisher}. Invariant: an aborted batch is never tried again from here with
 * the commit points it had, unless only a record of it was to blame.
 */
public final class TransactionalPublisher implements Publisher {

  private static final Logger log = LoggerFactory.getLogger(TransactionalPublisher.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

  /** Doubling more often leads beyond the longest pause. */
  private static final int MAX_DOUBLINGS = 7;

  private final Transactions transactions;
  private final Culprits culprits;
  private final Destinations destinations;
  private final Pauses pauses;
  private int failuresInARow;

  /**
   * Publishes in transactions.
   *
   * @param producers makes a producer with the settings of {@link ProducerSettings#exactlyOnce};
   *     one that can't go on is replaced by the next
   * @param transactionTimeout after which Kafka gives up a transaction: the producers' setting
   */
  public TransactionalPublisher(
      Supplier<Producer<byte[], byte[]>> producers,
      TransactionalId id,
      Duration transactionTimeout,
      Destinations destinations) {
    this(
        new Transactions(
            producers, id, transactionTimeout, InstantSource.system(), Pauses.sleeping()),
        destinations,
        Pauses.sleeping());
  }

  TransactionalPublisher(Transactions transactions, Destinations destinations, Pauses pauses) {
    this.transactions = transactions;
    this.culprits = new Culprits(transactions);
    this.destinations = destinations;
    this.pauses = pauses;
  }

  @Override
  public void open() {
    transactions.open(); // first, since it ends what a former worker of this id left open
    destinations.open();
  }

  @Override
  public BatchEnd publish(Batch batch) {
    if (batch.settled().isEmpty() && batch.commitPoints().isEmpty()) {
      return new BatchEnd.Committed(batch);
    }
    pauseAfterFailures();
    var fitted = batch;
    while (true) {
      fitted = with(fitted, destinations.fitted(fitted.settled()));
      var attempt = new Attempt(transactions);
      try {
        transact(fitted, attempt);
        failuresInARow = 0;
        return new BatchEnd.Committed(fitted);
      } catch (KafkaException e) {
        var undone = transactions.undo(e);
        attempt.sendings().stream()
            .filter(sending -> sending.failure() != null)
            .forEach(sending -> destinations.forget(sending.record().topic()));
        var refused =
            undone == Transactions.Undone.ABORTED
                ? culprits.among(attempt.sendings())
                : List.<Sending>of();
        if (refused.isEmpty()) {
          return failed(fitted, undone, e);
        }
        fitted = with(fitted, answered(fitted.settled(), refused));
      }
    }
  }

  @Override
  public void close() {
    transactions.close();
    destinations.close();
  }

  /** Intake hands an aborted batch in again at once; what made it fail may last. */
  private void pauseAfterFailures() {
    if (failuresInARow > 0) {
      var grown = FIRST_PAUSE.multipliedBy(1L << Math.min(failuresInARow - 1, MAX_DOUBLINGS));
      pauses.pause(grown.compareTo(LONGEST_PAUSE) < 0 ? grown : LONGEST_PAUSE);
    }
  }

  private void transact(Batch batch, Attempt attempt) {
    transactions.begin();
    for (var job : batch.settled()) {
      job.publications().forEach(record -> attempt.send(job, record));
    }
    if (!batch.commitPoints().isEmpty()) {
      transactions.sendOffsets(offsets(batch.commitPoints()), membership(batch.membership()));
    }
    // Before the commit is asked for, an error always means that nothing is in Kafka.
    attempt.awaitAcknowledgements();
    transactions.commit();
  }

  private BatchEnd failed(Batch batch, Transactions.Undone undone, KafkaException cause) {
    failuresInARow++;
    if (failuresInARow == 1) { // said once, not at every try
      log.atWarn()
          .addKeyValue("jobs", batch.settled().size())
          .addKeyValue("cause", cause.toString())
          .log("a transaction failed: its jobs' answers come again");
    }
    return switch (undone) {
      case ABORTED -> new BatchEnd.Aborted(batch, false);
      case MAP_REFUSED -> new BatchEnd.Aborted(batch, true);
      case UNKNOWN -> new BatchEnd.Unknown(batch);
    };
  }

  private List<Settled> answered(List<Settled> jobs, List<Sending> refused) {
    var answers = new IdentityHashMap<Settled, Settled>();
    for (var sending : refused) {
      var cause = sending.refusal();
      if (cause != null) {
        answers.computeIfAbsent(
            sending.job(), job -> destinations.answered(job, sending.record(), cause));
      }
    }
    return jobs.stream().map(job -> answers.getOrDefault(job, job)).toList();
  }

  private static Batch with(Batch batch, List<Settled> jobs) {
    return new Batch(batch.membership(), jobs, batch.commitPoints());
  }

  private static Map<TopicPartition, OffsetAndMetadata> offsets(List<CommitPoint> commitPoints) {
    var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
    for (var point : commitPoints) {
      var assignment = point.assignment();
      offsets.put(
          new TopicPartition(assignment.topic(), assignment.partition()),
          new OffsetAndMetadata(point.offset(), point.metadata()));
    }
    return offsets;
  }

  /** The client wants it from its own consumer, who lives on another island. */
  @SuppressWarnings("removal")
  private static ConsumerGroupMetadata membership(Membership membership) {
    return new ConsumerGroupMetadata(
        membership.group(),
        membership.generation(),
        membership.memberId(),
        Optional.ofNullable(membership.instanceId()));
  }
}
