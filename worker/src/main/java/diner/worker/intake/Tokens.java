package diner.worker.intake;

import java.time.Duration;
import java.time.Instant;

/**
 * Keeps the starts of a kind at their rate: a token bucket that gains one token in each pause. It
 * holds what a tenth of a second brings, at least one, so that a service that is to be protected
 * sees no larger burst. Owned by intake. A clock that goes back costs no more than a full bucket.
 */
final class Tokens {

  private static final long BURST_NANOS = Duration.ofMillis(100).toNanos();

  private final long pauseNanos;
  private final long capacityNanos;

  /** What the bucket lacks to be full, in the time that it takes to gain it. */
  private long missingNanos;

  private Instant filledAt = Instant.EPOCH;

  /**
   * @param pause in which a token is gained; zero: there is no end of them
   */
  Tokens(Duration pause) {
    this.pauseNanos = pause.toNanos();
    this.capacityNanos = pauseNanos == 0 ? 0 : pauseNanos * Math.max(1, BURST_NANOS / pauseNanos);
  }

  /** How many there are. */
  int available(Instant now) {
    if (pauseNanos == 0) {
      return Integer.MAX_VALUE;
    }
    fill(now);
    return (int) Math.min(Integer.MAX_VALUE, (capacityNanos - missingNanos) / pauseNanos);
  }

  /** Takes as many; there must be that many. */
  void take(int count) {
    missingNanos += count * pauseNanos;
  }

  /** When there is one; not later than the given time where there is one now. */
  Instant nextAt(Instant now) {
    if (available(now) > 0) {
      return now;
    }
    return now.plusNanos(missingNanos + pauseNanos - capacityNanos);
  }

  private void fill(Instant now) {
    if (now.isAfter(filledAt)) {
      var gained = Duration.between(filledAt, now);
      missingNanos =
          gained.compareTo(Duration.ofNanos(missingNanos)) >= 0
              ? 0
              : missingNanos - gained.toNanos();
    }
    filledAt = now;
  }
}
