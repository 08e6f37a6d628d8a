package diner.worker.intake;

import diner.shared.message.Headers;
import diner.shared.message.Parsed;
import diner.worker.flow.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Until when a job is not to be started. What can't be understood, or is too far ahead, holds
 * nothing up here: a lane refuses that job. Pure.
 */
final class NotBefore {

  private NotBefore() {}

  /** The time to wait for; empty where that has come, or where there is none. */
  static Optional<Instant> of(Delivery delivery, Duration limit, Instant now) {
    return Parsed.instant(delivery.headers(), Headers.NOT_BEFORE)
        .found()
        .filter(due -> due.isAfter(now))
        .filter(due -> !delivery.isBeyond(due, limit));
  }
}
