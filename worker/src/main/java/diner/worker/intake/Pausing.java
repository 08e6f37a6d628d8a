package diner.worker.intake;

import diner.worker.flow.PauseReason;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Pauses the partitions that are full, and those alone. Owned by intake. Invariant: what is paused
 * is what the consumer says, which forgets it when partitions move.
 */
final class Pausing {

  private final Consumer<byte[], byte[]> consumer;
  private final Intake intake;
  private final Map<PauseReason, Integer> reasons = new EnumMap<>(PauseReason.class);

  Pausing(Consumer<byte[], byte[]> consumer, Intake intake) {
    this.consumer = consumer;
    this.intake = intake;
  }

  void reconcile() {
    var paused = consumer.paused();
    var toPause = new ArrayList<TopicPartition>();
    var toResume = new ArrayList<TopicPartition>();
    reasons.clear();
    for (var partition : consumer.assignment()) {
      var isPaused = paused.contains(partition);
      var reason = intake.whyFull(partition, isPaused);
      if (reason != null) {
        reasons.merge(reason, 1, Integer::sum);
      }
      if (reason != null && !isPaused) {
        toPause.add(partition);
      } else if (reason == null && isPaused) {
        toResume.add(partition);
      }
    }
    consumer.pause(toPause);
    consumer.resume(toResume);
  }

  /** How many partitions are paused, and why. */
  Map<PauseReason, Integer> reasons() {
    return reasons;
  }
}
