package diner.producer.enqueue;

import diner.shared.kafka.KafkaSettings;
import diner.shared.message.Job;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Sends a command's jobs and brings every single outcome back to the command's thread, its owner.
 * No more jobs are under way than outcomes fit into the queue, so the client's thread never waits.
 */
final class JobSender implements AutoCloseable {

  /** What became of one job. */
  record Sent(String jobId, String kind, Outcome outcome) {}

  private static final int MAX_IN_FLIGHT = 10_000;
  private static final Duration BLOCK_LIMIT = Duration.ofSeconds(30);
  private static final Duration DELIVERY_LIMIT = Duration.ofSeconds(30);

  private final JobProducer producer;
  private final BlockingQueue<Sent> outcomes = new ArrayBlockingQueue<>(MAX_IN_FLIGHT);
  private int inFlight;

  /**
   * @param valueLimit the largest value that will be sent, in bytes
   */
  JobSender(KafkaSettings settings, int valueLimit) {
    this.producer = new JobProducer(settings, BLOCK_LIMIT, DELIVERY_LIMIT, valueLimit);
  }

  /** Whether a job may be sent before outcomes are taken. */
  boolean hasRoom() {
    return inFlight < MAX_IN_FLIGHT;
  }

  void send(Job job, String topic) {
    if (!hasRoom()) {
      throw new IllegalStateException(MAX_IN_FLIGHT + " jobs are under way, take outcomes first");
    }
    inFlight++;
    producer.send(job, topic, outcome -> outcomes.add(new Sent(job.id(), job.kind(), outcome)));
  }

  /** How many jobs have no outcome that was taken. */
  int inFlight() {
    return inFlight;
  }

  /** The outcomes there are; waits this long for a first one. */
  List<Sent> take(Duration limit) throws InterruptedException {
    var taken = new ArrayList<Sent>();
    var first = outcomes.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
    if (first != null) {
      taken.add(first);
      outcomes.drainTo(taken);
      inFlight -= taken.size();
    }
    return taken;
  }

  /** The broker is gone: every job under way ends as of unknown fate. For any thread. */
  void abort() {
    producer.abort();
  }

  @Override
  public void close() {
    producer.close();
  }
}
