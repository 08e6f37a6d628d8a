package diner.worker.publish;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transactional producer and its one open transaction: waits where Kafka is away, asks again
 * for what timed out, and replaces a producer that can't go on. Owned by {@code publisher}.
 */
final class Transactions {

  /** What became of a transaction that met an error. */
  enum Undone {
    /** Nothing of it is in Kafka. */
    ABORTED,
    /** The same, and its offsets' metadata is too long for the broker. */
    MAP_REFUSED,
    /** The producer was replaced, and what became of the transaction is not known. */
    UNKNOWN
  }

  /** A transaction was asked to end, and whether it did is not known. */
  private static final class Unanswered extends KafkaException {
    Unanswered(String name, TimeoutException last) {
      super("no answer to a transaction's %s within %s".formatted(name, ANSWER_LIMIT), last);
    }
  }

  private static final Logger log = LoggerFactory.getLogger(Transactions.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);
  private static final Duration PAUSE_AWAY = Duration.ofMillis(500);

  /**
   * Three times what the client takes to say that it has no answer yet, and well beyond the time
   * after which Kafka gives up a transaction: a producer that owes one for so long may never have
   * it, and a new one may.
   */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(15);

  /**
   * While the markers of a transaction are written the next one has to wait, and whoever finds it
   * so waits 20 ms, client or broker. Markers mostly take less than this.
   */
  private static final Duration GAP = Duration.ofMillis(2);

  private final Supplier<Producer<byte[], byte[]>> producers;
  private final TransactionalId id;
  private final Fencings fencings;
  private final InstantSource clock;
  private final Pauses pauses;

  private @Nullable Producer<byte[], byte[]> producer;
  private @Nullable Instant begunAt;
  private Instant endedAt = Instant.EPOCH;

  Transactions(
      Supplier<Producer<byte[], byte[]>> producers,
      TransactionalId id,
      Duration timeout,
      InstantSource clock,
      Pauses pauses) {
    this.producers = producers;
    this.id = id;
    this.fencings = new Fencings(id, timeout);
    this.clock = clock;
    this.pauses = pauses;
  }

  /**
   * Returns with a producer that can begin transactions, however long Kafka is away.
   *
   * @throws KafkaException where Kafka refuses for good
   */
  void open() {
    var warned = false;
    var askedSince = clock.instant();
    while (true) {
      try {
        if (producer == null) {
          producer = producers.get();
          askedSince = clock.instant();
        }
        producer.initTransactions();
        return;
      } catch (KafkaException e) {
        switch (reaction(e)) {
          case AWAY -> {
            if (!warned) {
              warned = true;
              warn("no transactions yet: asking until Kafka grants them", e);
            }
            if (!(e instanceof TimeoutException) || isOver(askedSince)) {
              discard(); // one that only waits may be asked again, for a while
            }
            pauses.pause(PAUSE_AWAY);
          }
          case FENCED -> {
            fencings.happened(null, clock.instant(), e);
            discard();
          }
          case MAP_REFUSED, RECORD_REFUSED, FOR_GOOD, OTHER -> throw refusedForGood(e);
        }
      }
    }
  }

  void begin() {
    var since = Duration.between(endedAt, clock.instant());
    if (!since.isNegative() && since.compareTo(GAP) < 0) {
      pauses.pause(GAP.minus(since));
    }
    begunAt = clock.instant();
    producer().beginTransaction();
  }

  Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
    return producer().send(record);
  }

  void sendOffsets(
      Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata membership) {
    producer().sendOffsetsToTransaction(offsets, membership);
  }

  /**
   * Returns when all these records are acknowledged or failed.
   *
   * @throws TimeoutException where one is neither in time
   */
  void await(List<Future<RecordMetadata>> acknowledgements) {
    var until = clock.instant().plus(ANSWER_LIMIT);
    for (var acknowledgement : acknowledgements) {
      try {
        var left = Duration.between(clock.instant(), until);
        acknowledgement.get(Math.max(0, left.toNanos()), TimeUnit.NANOSECONDS);
      } catch (ExecutionException e) {
        // whoever sent it asks it why
      } catch (java.util.concurrent.TimeoutException e) {
        throw new TimeoutException("a record was not acknowledged within " + ANSWER_LIMIT);
      } catch (InterruptedException e) {
        throw new InterruptException(e);
      }
    }
  }

  /**
   * Commits; a commit that timed out may have succeeded, so it is asked for again.
   *
   * @throws Unanswered where there was no answer for too long
   */
  void commit() {
    askUntilAnswered(producer()::commitTransaction, "commit");
    ended();
  }

  /**
   * Ends the open transaction after an error, so that another can begin.
   *
   * @throws KafkaException where Kafka refuses for good
   */
  Undone undo(KafkaException error) {
    if (error instanceof Unanswered) {
      return givenUp(error); // a commit that may have succeeded must not be aborted
    }
    return switch (reaction(error)) {
      case FENCED -> fenced(error);
      case MAP_REFUSED -> {
        // Nothing was asked to be committed yet, and the new producer's start aborts what is open.
        replace();
        yield Undone.MAP_REFUSED;
      }
      case FOR_GOOD -> throw refusedForGood(error);
      case AWAY, RECORD_REFUSED, OTHER -> abort();
    };
  }

  void close() {
    discard();
  }

  private Undone abort() {
    try {
      askUntilAnswered(producer()::abortTransaction, "abort");
      ended();
      return Undone.ABORTED;
    } catch (KafkaException e) {
      return switch (reaction(e)) {
        case FENCED -> fenced(e);
        case FOR_GOOD -> throw refusedForGood(e);
        case AWAY, MAP_REFUSED, RECORD_REFUSED, OTHER -> givenUp(e);
      };
    }
  }

  private Undone givenUp(KafkaException error) {
    warn("the producer can't go on: replacing it and reading anew what is committed", error);
    replace();
    return Undone.UNKNOWN;
  }

  private void ended() {
    begunAt = null;
    endedAt = clock.instant();
  }

  private Undone fenced(KafkaException error) {
    fencings.happened(begunAt, clock.instant(), error);
    replace();
    return Undone.UNKNOWN;
  }

  private void replace() {
    discard();
    open();
  }

  private void discard() {
    var old = producer;
    producer = null;
    begunAt = null;
    if (old != null) {
      try {
        old.close(CLOSE_LIMIT);
      } catch (KafkaException e) {
        warn("a producer did not close: left behind", e);
      }
    }
  }

  private void askUntilAnswered(Runnable question, String name) {
    var warned = false;
    var askedSince = clock.instant();
    while (true) {
      try {
        question.run();
        return;
      } catch (TimeoutException e) {
        if (isOver(askedSince)) {
          throw new Unanswered(name, e);
        }
        if (!warned) {
          warned = true;
          warn("no answer to a transaction's " + name + ": asking until there is one", e);
        }
      }
    }
  }

  private boolean isOver(Instant askedSince) {
    return !clock.instant().isBefore(askedSince.plus(ANSWER_LIMIT));
  }

  private static Meaning reaction(KafkaException error) {
    if (error instanceof InterruptException) {
      throw error;
    }
    return Meaning.of(error);
  }

  private KafkaException refusedForGood(KafkaException error) {
    return new KafkaException(
        "Kafka refuses transactions of '%s' for good: %s; expected rights and settings that allow them"
            .formatted(id.text(), error),
        error);
  }

  private Producer<byte[], byte[]> producer() {
    var current = producer;
    if (current == null) {
      throw new IllegalStateException("the producer of " + id + " is not open");
    }
    return current;
  }

  private void warn(String message, KafkaException cause) {
    log.atWarn()
        .addKeyValue("transactionalId", id.text())
        .addKeyValue("cause", cause.toString())
        .log(message);
  }
}
