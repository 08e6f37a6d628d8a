package diner.producer.gateway;

import diner.producer.enqueue.JobProducer;
import diner.producer.enqueue.Outcome;
import diner.shared.message.Job;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Sends jobs on a thread of its own, {@code outbox}: Kafka's client may block a caller for seconds,
 * which the event loop must never be. Its queue is bounded; a full one refuses.
 */
final class Outbox implements AutoCloseable {

  /** Told of jobs; on the outbox's thread or the client's, neither to be blocked. */
  interface Listener {

    /** About to be sent: its reply can come from now on. */
    void onSending(Job job);

    /** Not acknowledged. */
    void onRefused(Job job, Outcome.Refused refusal);
  }

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

  private final String topic;
  private final BlockingQueue<Job> queue;
  private @Nullable Thread thread;
  private volatile @Nullable Listener listener;

  Outbox(String topic, int bound) {
    this.topic = topic;
    this.queue = new ArrayBlockingQueue<>(bound);
  }

  /** Begins to send; the producer is its opener's to close. */
  void start(JobProducer producer, Listener listener) {
    this.listener = listener;
    thread = Thread.ofPlatform().daemon().name("outbox").start(() -> run(producer, listener));
  }

  /** Takes a job to be sent, for any thread, at once; false where the queue is full. */
  boolean offer(Job job) {
    return queue.offer(job);
  }

  /** Gives up what was not handed to the client yet, for any thread: the broker is away. */
  void refuseQueued(String cause) {
    var told = listener;
    if (told != null) {
      var queued = new ArrayList<Job>();
      queue.drainTo(queued);
      queued.forEach(job -> told.onRefused(job, new Outcome.Refused(cause, false)));
    }
  }

  private void run(JobProducer producer, Listener told) {
    try {
      while (true) {
        var job = queue.take();
        told.onSending(job);
        producer.send(
            job,
            topic,
            outcome -> {
              if (outcome instanceof Outcome.Refused refusal) {
                told.onRefused(job, refusal);
              }
            });
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
