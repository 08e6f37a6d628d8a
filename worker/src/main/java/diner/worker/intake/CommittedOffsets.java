package diner.worker.intake;

import diner.worker.flow.Assignment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a group has committed, and where the logs begin, without making intake wait: the
 * answer goes to its mailbox. Holds no state of its own; safe for every thread.
 */
public final class CommittedOffsets implements PollLoop.CommittedReader {

  private static final int LIMIT_MILLIS = 10_000;

  private final Admin admin;
  private final String group;
  private final Mailbox mailbox;

  /**
   * @param admin stays the caller's
   */
  public CommittedOffsets(Admin admin, String group, Mailbox mailbox) {
    this.admin = admin;
    this.group = group;
    this.mailbox = mailbox;
  }

  /** Connects while the group is being joined, so that the first answer need not wait for it. */
  public void warmUp() {
    admin.listConsumerGroupOffsets(
        group, new ListConsumerGroupOffsetsOptions().timeoutMs(LIMIT_MILLIS));
  }

  @Override
  public void read(Collection<Assignment> assignments) {
    var partitions =
        assignments.stream()
            .collect(
                Collectors.toMap(
                    each -> new TopicPartition(each.topic(), each.partition()), each -> each));
    var committed =
        admin
            .listConsumerGroupOffsets(
                Map.of(
                    group, new ListConsumerGroupOffsetsSpec().topicPartitions(partitions.keySet())),
                // Offsets of a transaction that is still open are left out, not passed over.
                new ListConsumerGroupOffsetsOptions().requireStable(true).timeoutMs(LIMIT_MILLIS))
            .partitionsToOffsetAndMetadata(group)
            .toCompletionStage();
    var earliest = new HashMap<TopicPartition, OffsetSpec>();
    partitions.keySet().forEach(partition -> earliest.put(partition, OffsetSpec.earliest()));
    var starts =
        admin
            .listOffsets(
                earliest,
                new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs(LIMIT_MILLIS))
            .all()
            .toCompletionStage();
    var answer =
        committed.thenCombine(starts, (offsets, logs) -> points(partitions, offsets, logs));
    answer.whenComplete((points, error) ->
        mailbox.post(new Message.Answered(points == null ? List.of() : points, unwrapped(error))));
  }

  /** What is known; a partition without a stable offset is missing. */
  private static List<ResumePoint> points(
      Map<TopicPartition, Assignment> partitions,
      Map<TopicPartition, @Nullable OffsetAndMetadata> committed,
      Map<TopicPartition, ListOffsetsResultInfo> starts) {
    var points = new ArrayList<ResumePoint>(partitions.size());
    partitions.forEach((partition, assignment) -> {
      var start = starts.get(partition);
      if (start != null && committed.containsKey(partition)) {
        var commit = committed.get(partition);
        points.add(
            commit == null
                ? new ResumePoint(assignment, OptionalLong.empty(), "", start.offset())
                : new ResumePoint(
                    assignment,
                    OptionalLong.of(commit.offset()),
                    commit.metadata(),
                    start.offset()));
      }
    });
    return points;
  }

  private static @Nullable RuntimeException unwrapped(@Nullable Throwable error) {
    return switch (error) {
      case null -> null;
      case CompletionException wrapper when wrapper.getCause() != null ->
          unwrapped(wrapper.getCause());
      case RuntimeException itself -> itself;
      case Throwable other -> new KafkaException(other);
    };
  }
}
