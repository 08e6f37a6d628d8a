package diner.bench.stage;

import diner.shared.message.Reply;
import java.time.Duration;
import java.time.Instant;

/**
 * A reply, and when the broker appended it to its log. All clocks are the one of this machine;
 * Kafka's timestamps have milliseconds, the reply's own instants microseconds.
 */
public record Answer(Reply reply, Instant appendedAt) {

  public double queuedMillis() {
    return millis(reply.enqueuedAt(), reply.startedAt());
  }

  public double workedMillis() {
    return millis(reply.startedAt(), reply.finishedAt());
  }

  /** From its place in the queue to its result: what one who ordered it waits for. */
  public double servedMillis() {
    return millis(reply.enqueuedAt(), reply.finishedAt());
  }

  /** From its place in the queue to the reply in Kafka. */
  public double answeredMillis() {
    return millis(reply.enqueuedAt(), appendedAt);
  }

  public double publishedMillis() {
    return millis(reply.finishedAt(), appendedAt);
  }

  private static double millis(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e6;
  }
}
