package diner.producer.enqueue;

import diner.shared.cli.Rate;
import java.time.Duration;

/** Keeps one run at a rate. Owned by one thread. */
final class Pace {

  /** Further behind than this, it is not made up for: a stall is followed by no flood. */
  private static final long MAX_DEBT_NANOS = Duration.ofSeconds(1).toNanos();

  private final long pauseNanos;
  private long nextAt;
  private boolean begun;

  Pace(Rate rate) {
    this.pauseNanos = rate.pause().toNanos();
  }

  /**
   * How long the next job has to wait from now on, in ns; to be called once a job.
   *
   * @param now in ns, as {@link System#nanoTime}
   */
  long nanosToNext(long now) {
    if (!begun) {
      begun = true;
      nextAt = now;
    }
    nextAt = Math.max(nextAt, now - MAX_DEBT_NANOS);
    var wait = Math.max(0, nextAt - now);
    nextAt += pauseNanos;
    return wait;
  }
}
