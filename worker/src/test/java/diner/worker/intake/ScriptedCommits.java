package diner.worker.intake;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A consumer whose commits are answered when the test says so, and as it says. */
final class ScriptedCommits extends MockConsumer<byte[], byte[]> {

  /** A request that is under way. */
  record Request(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {

    Map<Integer, Long> byPartition() {
      return ScriptedCommits.byPartition(offsets);
    }

    void answer(@Nullable Exception error) {
      callback.onComplete(offsets, error);
    }
  }

  /** Requests without an answer, the oldest first. */
  final ArrayDeque<Request> underWay = new ArrayDeque<>();

  /** What was committed by calls that wait. */
  final List<Map<Integer, Long>> waitedFor = new ArrayList<>();

  /** What the next calls that wait throw. */
  final ArrayDeque<RuntimeException> errors = new ArrayDeque<>();

  ScriptedCommits() {
    super("earliest");
  }

  @Override
  public synchronized void commitAsync(
      Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
    underWay.addLast(new Request(offsets, callback));
  }

  @Override
  public synchronized void commitSync(
      Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
    var error = errors.pollFirst();
    if (error != null) {
      throw error;
    }
    waitedFor.add(byPartition(offsets));
  }

  private static Map<Integer, Long> byPartition(Map<TopicPartition, OffsetAndMetadata> offsets) {
    var found = new TreeMap<Integer, Long>();
    offsets.forEach((partition, offset) -> found.put(partition.partition(), offset.offset()));
    return found;
  }
}
