package diner.worker.intake;

import diner.worker.flow.CommitPoint;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits offsets whose records have been acknowledged, through the consumer: at-least-once. Owned
 * by intake. Invariant: one request at a time; what a failed one carried stays pending until a
 * later one is acknowledged, or the partition is gone.
 */
final class OffsetCommits {

  private static final Logger log = LoggerFactory.getLogger(OffsetCommits.class);
  private static final Duration RETRY_DELAY = Duration.ofMillis(500);

  /**
   * One request for what was acknowledged in the meantime: a commit a job would cost as much as it.
   */
  private static final Duration INTERVAL = Duration.ofMillis(100);

  private final Consumer<byte[], byte[]> consumer;
  private final InstantSource clock;
  private final java.util.function.Consumer<List<String>> onMapRefused;
  private final Map<TopicPartition, OffsetAndMetadata> pending = new HashMap<>();
  private final ArrayDeque<Runnable> toTell = new ArrayDeque<>();
  private Map<TopicPartition, OffsetAndMetadata> requested = Map.of();

  /** Partitions whose metadata was refused; their next commit points carry what is missing. */
  private final Set<TopicPartition> refused = new HashSet<>();

  private Instant notBefore = Instant.EPOCH;
  private boolean failing;
  private @Nullable FencedInstanceIdException fenced;

  /**
   * Commits for this consumer.
   *
   * @param onMapRefused told the metadata of which some is too long for the broker; what was
   *     refused is made anew
   */
  OffsetCommits(
      Consumer<byte[], byte[]> consumer,
      InstantSource clock,
      java.util.function.Consumer<List<String>> onMapRefused) {
    this.consumer = consumer;
    this.clock = clock;
    this.onMapRefused = onMapRefused;
  }

  /**
   * Takes in what may be committed.
   *
   * @param urgent whether somebody waits for it
   * @param onCommitted told once, in the order of these calls, when that is acknowledged, or
   *     nothing of it is this worker's any more
   */
  void add(List<CommitPoint> commitPoints, boolean urgent, Runnable onCommitted) {
    if (urgent && !failing) {
      notBefore = Instant.EPOCH;
    }
    toTell.addLast(onCommitted);
    for (var point : commitPoints) {
      var assignment = point.assignment();
      var partition = new TopicPartition(assignment.topic(), assignment.partition());
      pending.put(partition, new OffsetAndMetadata(point.offset(), point.metadata()));
      refused.remove(partition);
    }
  }

  /** Sends what is pending, unless a request is under way; its answer comes during a later poll. */
  void send() {
    if (fenced != null) {
      throw fenced;
    }
    if (!requested.isEmpty() || !refused.isEmpty()) {
      return;
    }
    if (pending.isEmpty()) {
      tell(toTell.size());
      return;
    }
    if (clock.instant().isBefore(notBefore)) {
      return;
    }
    var request = Map.copyOf(pending);
    var told = toTell.size();
    pending.clear();
    requested = request;
    notBefore = clock.instant().plus(INTERVAL);
    consumer.commitAsync(request, (offsets, error) -> answered(request, told, error));
  }

  /** Whether all that was to be committed is, or others own it now. */
  boolean areDone() {
    return pending.isEmpty() && requested.isEmpty() && refused.isEmpty();
  }

  /** How long intake may sleep in poll before a request is due. */
  Duration untilDue(Duration limit) {
    if (pending.isEmpty() || !requested.isEmpty() || !refused.isEmpty()) {
      return limit;
    }
    var wait = Duration.between(clock.instant(), notBefore);
    return wait.isNegative() ? Duration.ZERO : wait.compareTo(limit) < 0 ? wait : limit;
  }

  /**
   * Commits what is pending or under way of these partitions and waits for it; what fails, others
   * do again.
   */
  void sendAndWait(Collection<TopicPartition> partitions, Duration limit) {
    var request = new HashMap<>(requested);
    request.putAll(pending);
    request.keySet().retainAll(partitions);
    if (request.isEmpty()) {
      return;
    }
    try {
      commitSync(request, limit);
      pending.keySet().removeAll(request.keySet());
    } catch (KafkaException e) {
      log.atWarn()
          .addKeyValue("partitions", request.keySet())
          .addKeyValue("cause", e.toString())
          .log("last commit failed: jobs finished since the one before will be done again");
    }
  }

  /** Forgets partitions that others own now. */
  void forget(Collection<TopicPartition> partitions) {
    pending.keySet().removeAll(partitions);
    refused.removeAll(partitions);
  }

  private void commitSync(Map<TopicPartition, OffsetAndMetadata> request, Duration limit) {
    try {
      consumer.commitSync(request, limit);
    } catch (WakeupException fromBeforeTheCall) {
      consumer.commitSync(request, limit);
    }
  }

  private void tell(int committed) {
    for (var i = 0; i < committed; i++) {
      toTell.removeFirst().run();
    }
  }

  private void answered(
      Map<TopicPartition, OffsetAndMetadata> request, int toTell, @Nullable Exception error) {
    requested = Map.of();
    if (error == null) {
      failing = false;
      tell(toTell);
      return;
    }
    if (error instanceof OffsetMetadataTooLarge) {
      request.keySet().stream().filter(consumer.assignment()::contains).forEach(refused::add);
      pending.keySet().forEach(refused::remove);
      onMapRefused.accept(request.values().stream().map(OffsetAndMetadata::metadata).toList());
      return;
    }
    if (error instanceof FencedInstanceIdException e) {
      fenced = e;
    }
    var assigned = consumer.assignment();
    request.forEach((partition, offset) -> {
      if (assigned.contains(partition)) {
        pending.putIfAbsent(partition, offset);
      }
    });
    notBefore = clock.instant().plus(RETRY_DELAY);
    if (!failing) {
      failing = true; // said once, not twice a second while Kafka is away
      log.atWarn()
          .addKeyValue("partitions", request.size())
          .addKeyValue("cause", error.toString())
          .log("commit failed: trying until it succeeds");
    }
  }
}
