package diner.producer.lag;

import diner.producer.KafkaConnection;
import diner.shared.cli.MissingRights;
import diner.shared.kafka.DoneAhead;
import diner.shared.kafka.KafkaSettings;
import diner.shared.kafka.Right;
import diner.shared.kafka.TopicCreation;
import diner.shared.kafka.Topics;
import diner.shared.message.BurgersOrder;
import diner.shared.message.CleaningOrder;
import diner.shared.message.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Reads from Kafka what the lag is computed from: the job topics of a prefix, and whatever else the
 * group has committed. Needs no worker and no group to be there. Owned by the one thread that
 * looks.
 */
final class LagReader implements AutoCloseable {

  private static final Duration LIMIT = KafkaConnection.LIMIT;

  private final Admin admin;
  private final KafkaSettings settings;
  private final Topics topics;
  private final String group;
  private final OldestReader oldest;

  /**
   * @param admin stays the caller's
   */
  LagReader(Admin admin, KafkaSettings settings, Topics topics, String group) {
    this.admin = admin;
    this.settings = settings;
    this.topics = topics;
    this.group = group;
    this.oldest = new OldestReader(settings);
  }

  /** Takes one look. */
  Look look() throws InterruptedException {
    var members = members();
    // Before the ends: an end read first could be passed by a commit, and the lag be negative.
    var commits = commits();
    var existing = TopicCreation.await(admin.listTopics().names(), LIMIT);
    var partitions = partitions(existing, commits.keySet());
    var starts = admin.listOffsets(specs(partitions, OffsetSpec.earliest()));
    var ends = admin.listOffsets(specs(partitions, OffsetSpec.latest()));
    var stables =
        admin.listOffsets(
            specs(partitions, OffsetSpec.latest()),
            new ListOffsetsOptions(IsolationLevel.READ_COMMITTED));
    var offsets = new Offsets(starts, ends, stables);
    var looks = new ArrayList<PartitionLook>();
    for (var partition : partitions) {
      looks.add(look(partition, commits.get(partition), offsets, members));
    }
    commits.keySet().stream()
        .filter(partition -> !existing.contains(partition.topic()))
        .forEach(gone -> looks.add(new PartitionLook.Unseen(gone, "the topic does not exist")));
    hidden(existing, members)
        .forEach(right ->
            looks.add(
                new PartitionLook.Unseen(
                    new TopicPartition(right.name(), PartitionLook.WHOLE_TOPIC),
                    MissingRights.line(List.of(right), settings))));
    var unfinished = new HashMap<TopicPartition, OldestReader.Stretch>();
    for (var look : looks) {
      if (look instanceof PartitionLook.Seen seen && seen.unfinished() > 0) {
        unfinished.put(
            seen.partition(),
            new OldestReader.Stretch(seen.firstUnfinished(), offsets.stable(seen.partition())));
      }
    }
    return new Look(group, Instant.now(), members.count(), looks, oldest.read(unfinished));
  }

  private record Offsets(
      ListOffsetsResult starts, ListOffsetsResult ends, ListOffsetsResult stables) {

    long start(TopicPartition partition) {
      return TopicCreation.await(starts.partitionResult(partition), LIMIT).offset();
    }

    long end(TopicPartition partition) {
      return TopicCreation.await(ends.partitionResult(partition), LIMIT).offset();
    }

    /** 0 where it can't be had: the age of the oldest job is not worth the whole look. */
    long stable(TopicPartition partition) {
      try {
        return TopicCreation.await(stables.partitionResult(partition), LIMIT).offset();
      } catch (InterruptException e) {
        throw e;
      } catch (KafkaException e) {
        return 0;
      }
    }
  }

  private PartitionLook look(
      TopicPartition partition,
      @Nullable OffsetAndMetadata commit,
      Offsets offsets,
      GroupMembers members) {
    try {
      var start = offsets.start(partition);
      var map = commit == null ? Optional.<DoneAhead>empty() : map(partition, commit);
      return new PartitionLook.Seen(
          partition,
          start,
          offsets.end(partition),
          commit == null ? OptionalLong.empty() : OptionalLong.of(commit.offset()),
          map.map(ahead -> ahead.countFrom(start)).orElse(0L),
          map.map(DoneAhead::attempts).orElseGet(Collections::emptySortedMap),
          members.on(partition));
    } catch (AuthorizationException | InterruptException e) {
      throw e; // the first is one line for the person, with what to do
    } catch (KafkaException e) {
      return new PartitionLook.Unseen(partition, "offsets can't be read: " + e.getMessage());
    }
  }

  private GroupMembers members() {
    try {
      var described =
          TopicCreation.await(admin.describeConsumerGroups(List.of(group)).all(), LIMIT);
      return described.values().stream()
          .map(GroupMembers::of)
          .findFirst()
          .orElse(GroupMembers.NONE);
    } catch (GroupIdNotFoundException noWorkerSoFar) {
      return GroupMembers.NONE;
    }
  }

  /** Metadata that is unknown, or was made for another commit, counts as none. */
  private static Optional<DoneAhead> map(TopicPartition partition, OffsetAndMetadata commit) {
    var committed = new Turn(partition.topic(), partition.partition(), commit.offset());
    return DoneAhead.decode(committed, commit.metadata());
  }

  private Map<TopicPartition, OffsetAndMetadata> commits() {
    try {
      var all =
          TopicCreation.await(
              admin
                  .listConsumerGroupOffsets(Map.of(group, new ListConsumerGroupOffsetsSpec()))
                  .partitionsToOffsetAndMetadata(group),
              LIMIT);
      var commits = new HashMap<>(all);
      commits.values().removeIf(commit -> commit == null || commit.offset() < 0);
      return commits;
    } catch (GroupIdNotFoundException noWorkerSoFar) {
      return Map.of();
    }
  }

  private Collection<TopicPartition> partitions(
      Set<String> existing, Set<TopicPartition> committed) {
    var names = new TreeSet<>(existing);
    names.removeIf(name -> !topics.owns(name));
    names.remove(topics.replies());
    names.remove(topics.deadLetters());
    committed.stream().map(TopicPartition::topic).filter(existing::contains).forEach(names::add);
    var partitions = new HashSet<TopicPartition>();
    TopicCreation.await(admin.describeTopics(names).allTopicNames(), LIMIT)
        .forEach((name, topic) ->
            topic
                .partitions()
                .forEach(each -> partitions.add(new TopicPartition(name, each.partition()))));
    return partitions;
  }

  /**
   * What this account may not see, by the right that is missing. Kafka does not list such topics;
   * it refuses those asked for by name, whether they exist or not.
   */
  private List<Right> hidden(Set<String> existing, GroupMembers members) {
    var named = new TreeSet<>(members.topics());
    topicRights(topics).forEach(right -> named.add(right.name()));
    named.removeAll(existing);
    return MissingRights.onTopics(admin, named.stream().map(Right::readTopic).toList(), LIMIT);
  }

  /** What a look needs of the topics that are known by name: the right to read each. */
  static List<Right> topicRights(Topics topics) {
    return Stream.of(BurgersOrder.KIND, CleaningOrder.KIND)
        .map(kind -> Right.readTopic(topics.jobs(kind)))
        .toList();
  }

  private static Map<TopicPartition, OffsetSpec> specs(
      Collection<TopicPartition> partitions, OffsetSpec spec) {
    var specs = new HashMap<TopicPartition, OffsetSpec>();
    partitions.forEach(partition -> specs.put(partition, spec));
    return specs;
  }

  @Override
  public void close() {
    oldest.close();
  }
}
