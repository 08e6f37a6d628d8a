package diner.worker.intake;

import diner.shared.kafka.DoneAhead;
import diner.shared.message.Turn;
import diner.worker.flow.Batch;
import diner.worker.flow.CommitPoint;
import diner.worker.flow.Membership;
import diner.worker.flow.Settled;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Kafka as far as intake can tell: logs with gaps, one group with its generation and committed
 * offsets, transactions that end late, and the replies. Checks with every commit that nothing is
 * committed before its reply.
 */
final class SimulatedKafka {

  /**
   * A job.
   *
   * @param failures attempts that fail before one succeeds
   * @param isKiller whether its process dies when it begins
   * @param notBefore null: at once
   * @param deadline null: none
   */
  record Job(
      TopicPartition partition,
      long offset,
      @Nullable String key,
      boolean isComputing,
      int failures,
      boolean isKiller,
      @Nullable Instant notBefore,
      @Nullable Instant deadline) {

    Job at(long newOffset) {
      return new Job(
          partition, newOffset, key, isComputing, failures, isKiller, notBefore, deadline);
    }
  }

  private record Commit(long offset, String metadata, DoneAhead map) {}

  private record Place(TopicPartition partition, long offset) {}

  /** A transaction whose worker is gone: it is committed or aborted later, or was already. */
  private record Pending(Batch batch, boolean commits) {}

  private final boolean isExactlyOnce;
  private final int metadataLimit;
  private final List<TopicPartition> partitions;
  private final Map<TopicPartition, TreeMap<Long, Job>> logs = new HashMap<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private final Map<TopicPartition, Commit> commits = new HashMap<>();
  private final Map<Place, Integer> replies = new HashMap<>();
  private final List<Pending> pending = new ArrayList<>();
  private final Set<String> members = new HashSet<>();
  private int generation;

  SimulatedKafka(boolean isExactlyOnce, int partitions, int metadataLimit) {
    this.isExactlyOnce = isExactlyOnce;
    this.metadataLimit = metadataLimit;
    this.partitions = IntStream.range(0, partitions).mapToObj(SimulatedKafka::partition).toList();
    for (var partition : this.partitions) {
      logs.put(partition, new TreeMap<>());
      ends.put(partition, 0L);
    }
  }

  List<TopicPartition> partitions() {
    return partitions;
  }

  /** Adds a job behind so many offsets that hold none: markers, or records that are compacted. */
  void append(int gap, Job job) {
    var offset = end(job.partition()) + gap;
    log(job.partition()).put(offset, job.at(offset));
    ends.put(job.partition(), offset + 1);
  }

  /** Adds offsets that hold no job. */
  void appendMarkers(TopicPartition partition, int count) {
    ends.merge(partition, (long) count, Long::sum);
  }

  /** Jobs from an offset on, at most so many. */
  List<Job> read(TopicPartition partition, long from, int most) {
    return log(partition).tailMap(from).values().stream().limit(most).toList();
  }

  Job job(TopicPartition partition, long offset) {
    var job = log(partition).get(offset);
    if (job == null) {
      throw new AssertionError("there is no job at " + partition + "@" + offset);
    }
    return job;
  }

  long end(TopicPartition partition) {
    return ends.getOrDefault(partition, 0L);
  }

  // The group

  int newGeneration(Set<String> present) {
    members.clear();
    members.addAll(present);
    return ++generation;
  }

  /** Whether the group takes commits that come with this membership. */
  boolean isMember(Membership membership) {
    return membership.generation() == generation && members.contains(membership.memberId());
  }

  // Publishing

  /** A transaction from begin to commit; returns whether the group let it. */
  boolean commit(Batch batch) {
    if (!isMember(batch.membership())) {
      return false;
    }
    apply(batch);
    return true;
  }

  /** A transaction that is left behind: from now on it is in doubt, then committed or aborted. */
  void leave(Batch batch, boolean commits) {
    if (isMember(batch.membership())) {
      pending.add(new Pending(batch, commits));
    }
  }

  /** Ends a transaction that was left behind. */
  void endOnePending() {
    if (!pending.isEmpty()) {
      var ended = pending.removeFirst();
      if (ended.commits()) {
        apply(ended.batch());
      }
    }
  }

  /** Records without offsets. */
  void send(Batch batch) {
    batch.settled().forEach(this::reply);
  }

  /** Offsets without records, as a consumer commits them. */
  boolean commit(Membership membership, List<CommitPoint> points) {
    if (!isMember(membership)) {
      return false;
    }
    points.forEach(this::commit);
    return true;
  }

  private void apply(Batch batch) {
    batch.settled().forEach(this::reply);
    batch.commitPoints().forEach(this::commit);
  }

  private void reply(Settled settled) {
    var place = new Place(partition(settled.assignment().partition()), settled.offset());
    var count = replies.merge(place, 1, Integer::sum);
    check(!isExactlyOnce || count == 1, () -> place + " was answered twice");
  }

  private void commit(CommitPoint point) {
    var partition = partition(point.assignment().partition());
    var before = commits.get(partition);
    check(
        before == null || point.offset() >= before.offset(),
        () -> "%s: committed %d after %s".formatted(partition, point.offset(), before));
    check(
        point.metadata().length() <= metadataLimit,
        () -> "%s: metadata of %d characters".formatted(partition, point.metadata().length()));
    commits.put(partition, read(partition, point));
    for (var job : log(partition).values()) {
      check(
          !isFinished(job) || isAnswered(job),
          () -> job + " is committed and not answered, by " + point);
    }
  }

  // What is committed

  /** Where a partition goes on; empty while a transaction over it is in doubt. */
  Optional<OptionalLong> committed(TopicPartition partition) {
    var isInDoubt =
        pending.stream()
            .flatMap(each -> each.batch().commitPoints().stream())
            .anyMatch(point -> point.assignment().partition() == partition.partition());
    var commit = commits.get(partition);
    return isInDoubt
        ? Optional.empty()
        : Optional.of(commit == null ? OptionalLong.empty() : OptionalLong.of(commit.offset()));
  }

  String metadata(TopicPartition partition) {
    var commit = commits.get(partition);
    return commit == null ? "" : commit.metadata();
  }

  boolean isFinished(Job job) {
    var commit = commits.get(job.partition());
    if (commit == null) {
      return false;
    }
    if (job.offset() < commit.offset()) {
      return true;
    }
    var isAhead = new boolean[1];
    commit.map().forEachRun((from, to) -> isAhead[0] |= from <= job.offset() && job.offset() < to);
    return isAhead[0];
  }

  int attempts(Job job) {
    var commit = commits.get(job.partition());
    return commit == null ? 0 : commit.map().attempts().getOrDefault(job.offset(), 0);
  }

  private static Commit read(TopicPartition partition, CommitPoint point) {
    var committed = new Turn(partition.topic(), partition.partition(), point.offset());
    var map =
        DoneAhead.decode(committed, point.metadata())
            .orElseThrow(() -> new AssertionError("unreadable metadata: " + point));
    return new Commit(point.offset(), point.metadata(), map);
  }

  // The end

  boolean isDone() {
    // Asked after every step: the jobs, which are many, come last.
    return pending.isEmpty()
        && partitions.stream().allMatch(this::isCommittedToItsEnd)
        && logs.values().stream().flatMap(log -> log.values().stream()).allMatch(this::isAnswered);
  }

  /** Says what is missing. */
  String state() {
    var open = new ArrayList<Job>();
    logs.values()
        .forEach(log -> log.values().stream().filter(job -> !isAnswered(job)).forEach(open::add));
    return "unanswered %s, committed %s, ends %s, in doubt %d"
        .formatted(open, commits, ends, pending.size());
  }

  private boolean isCommittedToItsEnd(TopicPartition partition) {
    var commit = commits.get(partition);
    return commit != null && commit.offset() == end(partition) && commit.metadata().isEmpty();
  }

  private boolean isAnswered(Job job) {
    return replies.containsKey(new Place(job.partition(), job.offset()));
  }

  private NavigableMap<Long, Job> log(TopicPartition partition) {
    return logs.getOrDefault(partition, new TreeMap<>());
  }

  private static TopicPartition partition(int number) {
    return new TopicPartition("jobs", number);
  }

  static void check(boolean holds, Supplier<String> otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise.get());
    }
  }
}
