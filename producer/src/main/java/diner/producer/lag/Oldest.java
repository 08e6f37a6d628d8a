package diner.producer.lag;

import diner.shared.message.Turn;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The oldest unfinished job of a partition.
 *
 * @param timestamp when its record was made
 * @param notBefore when it may be started; null where it does not say, or can't be understood
 */
public record Oldest(
    Turn turn, String jobId, String kind, Instant timestamp, @Nullable Instant notBefore) {

  /** A producer's clock that is ahead makes it 0, not less. */
  public Duration age(Instant now) {
    var age = Duration.between(timestamp, now);
    return age.isNegative() ? Duration.ZERO : age;
  }
}
