package diner.producer.dead;

import diner.shared.message.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Redrives batches, each in one transaction: jobs and markers, or nothing. Every wait is limited.
 * Owned by the thread {@code redrive}; only {@link #abandon} is for others.
 */
final class RedriveTransactions implements RedriveRun.Batches, AutoCloseable {

  private static final int TRIES = 4;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

  private final Producer<byte[], byte[]> producer;
  private final CountDownLatch stopping;

  /**
   * @param producer with the redrive's transactional id; belongs to this object from now on
   * @param stopping ends pauses
   */
  RedriveTransactions(Producer<byte[], byte[]> producer, CountDownLatch stopping) {
    this.producer = producer;
    this.stopping = stopping;
  }

  /**
   * Takes the transactional id over: what another redrive left open is aborted, what it was about
   * to commit is committed, and it can do no more.
   *
   * @throws KafkaException where Kafka does not grant it
   */
  void open() {
    ask(producer::initTransactions);
  }

  @Override
  public BatchEnd redrive(List<Revival> batch) {
    var end = once(batch);
    for (var tries = 1; tries < TRIES && end instanceof BatchEnd.Failed(_, var may); tries++) {
      if (!may || stopping.getCount() == 0) {
        return end;
      }
      pause(FIRST_PAUSE.multipliedBy(1L << tries));
      end = once(batch);
    }
    return end;
  }

  /** Ends all that waits; what is open stays so until Kafka gives it up. For any thread. */
  void abandon() {
    producer.close(Duration.ZERO);
  }

  @Override
  public void close() {
    producer.close(CLOSE_LIMIT);
  }

  private BatchEnd once(List<Revival> batch) {
    var jobs = new ArrayList<Future<RecordMetadata>>();
    var markers = new ArrayList<Future<RecordMetadata>>();
    var errors = new ArrayList<KafkaException>();
    try {
      producer.beginTransaction();
      for (var revival : batch) {
        jobs.add(producer.send(revival.job()));
        markers.add(producer.send(revival.marker()));
      }
      producer.flush();
    } catch (KafkaException e) {
      errors.add(e);
    } catch (IllegalStateException closed) {
      return new BatchEnd.Failed(new KafkaException(closed), false);
    }
    errors.addAll(errorsOf(jobs));
    errors.addAll(errorsOf(markers));
    return errors.isEmpty() ? commit(jobs) : undo(Trouble.weightiest(errors));
  }

  private static List<KafkaException> errorsOf(List<Future<RecordMetadata>> sent) {
    return sent.stream()
        .filter(record -> record.state() != Future.State.SUCCESS)
        .map(record ->
            record.state() == Future.State.FAILED
                ? record.exceptionNow()
                : new TimeoutException("not acknowledged"))
        .map(e -> e instanceof KafkaException known ? known : new KafkaException(e))
        .toList();
  }

  /** Commits; a commit that timed out may have been heard, so it is asked for again. */
  private BatchEnd commit(List<Future<RecordMetadata>> jobs) {
    for (var asked = 1; ; asked++) {
      try {
        producer.commitTransaction();
        return new BatchEnd.Redriven(jobs.stream().map(RedriveTransactions::turn).toList());
      } catch (TimeoutException e) {
        if (asked == TRIES) {
          return new BatchEnd.Unknown(e);
        }
      } catch (KafkaException e) {
        return asked == 1 ? undoCommit(e) : new BatchEnd.Unknown(e);
      } catch (IllegalStateException closed) {
        return new BatchEnd.Unknown(new KafkaException(closed));
      }
    }
  }

  /** Kafka's first answer was no: if it lets the transaction be aborted, nothing was committed. */
  private BatchEnd undoCommit(KafkaException error) {
    var end = undo(error);
    return end instanceof BatchEnd.Failed(_, var mayPass) && !mayPass
        ? new BatchEnd.Unknown(error)
        : end;
  }

  private BatchEnd undo(KafkaException error) {
    if (Trouble.of(error) == Trouble.FENCED) {
      return new BatchEnd.Fenced();
    }
    try {
      ask(producer::abortTransaction);
    } catch (KafkaException e) {
      // Without an abort no other transaction can begin: Kafka aborts this one in its time.
      return Trouble.of(e) == Trouble.FENCED
          ? new BatchEnd.Fenced()
          : new BatchEnd.Failed(error, false);
    } catch (IllegalStateException closed) {
      return new BatchEnd.Failed(error, false);
    }
    return switch (Trouble.of(error)) {
      case RECORD_REFUSED -> new BatchEnd.Refused(error);
      case FENCED, FOR_GOOD -> new BatchEnd.Failed(error, false);
      case PASSING -> new BatchEnd.Failed(error, true);
    };
  }

  /** Asks again where no answer came, as the client demands of these questions. */
  private static void ask(Runnable question) {
    for (var asked = 1; ; asked++) {
      try {
        question.run();
        return;
      } catch (TimeoutException e) {
        if (asked == TRIES) {
          throw e;
        }
      }
    }
  }

  private static Turn turn(Future<RecordMetadata> job) {
    var taken = job.resultNow();
    return new Turn(taken.topic(), taken.partition(), taken.offset());
  }

  private void pause(Duration time) {
    try {
      var _ = stopping.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
