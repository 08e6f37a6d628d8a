package diner.worker.flow;

import java.time.Duration;
import java.time.Instant;

/**
 * When and where an attempt ran.
 *
 * @param thread name of the thread on which it ended
 */
public record Run(Instant startedAt, Instant finishedAt, String thread) {

  /** An attempt that ends now, on this thread. */
  public static Run endingNow(Instant startedAt) {
    return new Run(startedAt, Instant.now(), Thread.currentThread().getName());
  }

  public Duration length() {
    return Duration.between(startedAt, finishedAt);
  }
}
