package diner.producer.gateway;

import diner.producer.enqueue.JobProducer;
import diner.producer.enqueue.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Sends jobs on a thread of its own, {@code outbox}: Kafka's client may block a caller for seconds,
 * which the event loop must never be. Its queue is bounded; a full one refuses.
 */
final class Outbox implements AutoCloseable {

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

  private final BlockingQueue<Errand> queue;
  private @Nullable Thread thread;

  Outbox(int bound) {
    this.queue = new ArrayBlockingQueue<>(bound);
  }

  /**
   * Begins to send; the producer is its opener's to close.
   *
   * @param onSending told, on the outbox's thread, of a job whose reply can come from now on
   */
  void start(JobProducer producer, Consumer<Errand> onSending) {
    thread = Thread.ofPlatform().daemon().name("outbox").start(() -> run(producer, onSending));
  }

  /** Takes a job to be sent, for any thread, at once; false where the queue is full. */
  boolean offer(Errand errand) {
    return queue.offer(errand);
  }

  /** Gives up what was not handed to the client yet, for any thread: the broker is away. */
  void refuseQueued(String cause) {
    var queued = new ArrayList<Errand>();
    queue.drainTo(queued);
    queued.forEach(errand -> errand.onOutcome().accept(new Outcome.Refused(cause, false)));
  }

  private void run(JobProducer producer, Consumer<Errand> onSending) {
    try {
      while (true) {
        var errand = queue.take();
        onSending.accept(errand);
        producer.send(errand.job(), errand.topic(), errand.onOutcome());
      }
    } catch (InterruptedException | InterruptException e) {
      // closed
    }
  }

  /** Ends the thread. */
  @Override
  public void close() {
    var running = thread;
    if (running == null) {
      return;
    }
    running.interrupt();
    try {
      var _ = running.join(CLOSE_LIMIT); // a daemon: ends with the process at the latest
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
