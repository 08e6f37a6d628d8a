package diner.producer.lag;

import diner.shared.message.Turn;
import java.time.Duration;
import java.time.Instant;

/**
 * The oldest unfinished job of a partition.
 *
 * @param timestamp when its record was made
 */
record Oldest(Turn turn, String jobId, Instant timestamp) {

  /** A producer's clock that is ahead makes it 0, not less. */
  Duration age(Instant now) {
    var age = Duration.between(timestamp, now);
    return age.isNegative() ? Duration.ZERO : age;
  }
}
