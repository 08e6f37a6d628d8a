package diner.worker.answer;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before the next attempt: exponential with full jitter, so that jobs that failed
 * together do not come back together (Brooker, "Exponential Backoff And Jitter", AWS Architecture
 * Blog, 2015).
 *
 * @param first the longest wait before the second attempt; it doubles with each further one
 * @param longest no wait is longer, unless the service asked for it
 */
public record Backoff(Duration first, Duration longest) {

  /** Doubling more often than this only overflows. */
  private static final int MAX_DOUBLINGS = 30;

  /**
   * The wait after a failed attempt.
   *
   * @param attempt the attempt that failed, from 1
   * @param retryAfter how long the service asked to be left alone; null where it did not
   */
  public Duration delay(int attempt, @Nullable Duration retryAfter, RandomGenerator random) {
    var doublings = Math.min(attempt - 1, MAX_DOUBLINGS);
    var bound = Math.min(longest.toMillis(), first.toMillis() << doublings);
    var jittered = Duration.ofMillis(random.nextLong(bound + 1));
    return retryAfter == null ? jittered : retryAfter.plus(jittered);
  }
}
