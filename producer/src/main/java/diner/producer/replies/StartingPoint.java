package diner.producer.replies;

import java.time.Duration;
import java.time.Instant;

/** From where a reply topic is read. */
public sealed interface StartingPoint {

  /** Only what comes from now on. */
  record End() implements StartingPoint {}

  /** All that is still kept. */
  record Beginning() implements StartingPoint {}

  /** What was written at that time or later. */
  record Since(Instant time) implements StartingPoint {}

  /** Clocks of producer, worker and broker may differ by this much. */
  Duration CLOCK_MARGIN = Duration.ofMinutes(1);

  /** Where the replies to jobs of these ids can begin: at the earliest one's time, if all tell. */
  static StartingPoint before(Iterable<String> jobIds) {
    var earliest = Instant.MAX;
    for (var id : jobIds) {
      var madeAt = diner.shared.message.JobIds.madeAt(id);
      if (madeAt.isEmpty()) {
        return new Beginning();
      }
      earliest = madeAt.get().isBefore(earliest) ? madeAt.get() : earliest;
    }
    return earliest.equals(Instant.MAX) ? new End() : new Since(earliest.minus(CLOCK_MARGIN));
  }
}
