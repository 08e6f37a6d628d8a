package diner.producer.lag;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import diner.producer.lag.Lag.Log;
import diner.producer.lag.Lag.Place;
import diner.producer.lag.Lag.Verdict;
import diner.producer.lag.Lag.Work;
import diner.producer.lag.PartitionLook.Seen;
import diner.producer.lag.PartitionLook.Unseen;
import diner.producer.terminal.Plain;
import diner.shared.message.BurgersOrder;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Computes the lag from a look; pure. */
public final class Lags {

  private static final Comparator<TopicPartition> ORDER =
      Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

  /** So old may the oldest job be before it is said to block the others. */
  private static final Duration BLOCKED_AFTER = Duration.ofSeconds(10);

  private Lags() {}

  /** One entry a partition, by topic and number. */
  public static List<Lag> byPartition(Look look) {
    return look.partitions().stream()
        .sorted(Comparator.comparing(PartitionLook::partition, ORDER))
        .map(partition -> of(look, partition))
        .toList();
  }

  /** One entry a topic, by name: sums, the oldest of all, and the most alarming status. */
  public static List<Lag> byTopic(Look look) {
    var topics =
        byPartition(look).stream()
            .collect(groupingBy(lag -> lag.place().topic(), TreeMap::new, toList()));
    return topics.values().stream().map(partitions -> sum(look, partitions)).toList();
  }

  private static Lag of(Look look, PartitionLook partition) {
    var place = place(look, partition.partition());
    return switch (partition) {
      case Unseen(var same, var why) ->
          new Lag(place, null, null, new Verdict(Status.UNKNOWN, why), Set.of());
      case Seen seen -> {
        var committed = seen.committed().isPresent() ? seen.committed().getAsLong() : null;
        yield new Lag(
            place,
            new Log(seen.start(), seen.end(), committed),
            isOfAnotherLife(seen) ? null : work(look, seen, committed),
            verdict(look, seen),
            seen.members());
      }
    };
  }

  private static Place place(Look look, TopicPartition at) {
    var isWhole = at.partition() == PartitionLook.WHOLE_TOPIC;
    return new Place(look.group(), at.topic(), isWhole ? null : (Integer) at.partition());
  }

  /** The commit was read first, so the end can't be behind it for another reason. */
  private static boolean isOfAnotherLife(Seen seen) {
    return seen.committed().orElse(0) > seen.end();
  }

  private static Work work(Look look, Seen seen, @Nullable Long committed) {
    return new Work(
        seen.unfinished(),
        seen.doneAhead(),
        committed == null ? null : (Long) (seen.end() - committed),
        seen.unfinished() == 0 ? null : look.oldest().get(seen.partition()));
  }

  private static Verdict verdict(Look look, Seen seen) {
    if (isOfAnotherLife(seen)) {
      return new Verdict(
          Status.UNKNOWN,
          "committed %d is beyond the end %d: was the topic made anew?"
              .formatted(seen.committed().orElse(0), seen.end()));
    }
    if (seen.committed().isPresent() && seen.committed().getAsLong() < seen.start()) {
      return new Verdict(
          Status.LOST,
          "%d records were deleted before they were worked on: committed %d, the log starts at %d"
              .formatted(
                  seen.start() - seen.committed().getAsLong(),
                  seen.committed().getAsLong(),
                  seen.start()));
    }
    if (seen.unfinished() > 0 && seen.members().isEmpty()) {
      return new Verdict(
          Status.STOPPED,
          look.members() == 0
              ? "no worker is running in group '%s'".formatted(look.group())
              : "no worker of group '%s' reads it".formatted(look.group()));
    }
    var oldest = look.oldest().get(seen.partition());
    if (oldest == null) {
      return Verdict.OK;
    }
    return parked(look, seen, oldest)
        .orElseGet(() -> seen.doneAhead() == 0 ? Verdict.OK : blocked(look, seen, oldest));
  }

  /**
   * Whether the oldest job waits for its time. Its {@code not-before} is known; of its attempts
   * only their number is. A burgers job is counted when an attempt has failed; of other kinds the
   * last one counted may be running for the first time, since computing ones are counted
   * beforehand.
   */
  private static Optional<Verdict> parked(Look look, Seen seen, Oldest oldest) {
    if (oldest.notBefore() != null && oldest.notBefore().isAfter(look.at())) {
      return parked(
          oldest,
          "is not to be started for another "
              + LagText.duration(Duration.between(look.at(), oldest.notBefore())));
    }
    var counted = seen.attempts().getOrDefault(oldest.turn().offset(), 0);
    var failed = oldest.kind().equals(BurgersOrder.KIND) ? counted : counted - 1;
    return failed < 1
        ? Optional.empty()
        : parked(
            oldest,
            "failed %s and waits for its next attempt, or is at it"
                .formatted(failed == 1 ? "once" : failed + " times"));
  }

  private static Optional<Verdict> parked(Oldest oldest, String what) {
    return Optional.of(
        new Verdict(
            Status.PARKED,
            "job '%s' at %s %s".formatted(Plain.line(oldest.jobId()), oldest.turn(), what)));
  }

  /** Of a partition where jobs behind the oldest are done. */
  private static Verdict blocked(Look look, Seen seen, Oldest oldest) {
    var age = oldest.age(look.at());
    return age.compareTo(BLOCKED_AFTER) <= 0
        ? Verdict.OK
        : new Verdict(
            Status.BLOCKED,
            "job '%s' at %s is not finished after %s, while %d behind it are"
                .formatted(
                    Plain.line(oldest.jobId()),
                    oldest.turn(),
                    LagText.duration(age),
                    seen.doneAhead()));
  }

  private static Lag sum(Look look, List<Lag> partitions) {
    var worst =
        partitions.stream().min(Comparator.comparing(lag -> lag.verdict().status())).orElseThrow();
    return new Lag(
        new Place(look.group(), worst.place().topic(), null),
        null,
        sumOfWork(partitions),
        worst.verdict(),
        partitions.stream().flatMap(lag -> lag.members().stream()).collect(toSet()));
  }

  private static @Nullable Work sumOfWork(List<Lag> partitions) {
    var all = partitions.stream().map(Lag::work).filter(Objects::nonNull).toList();
    if (all.isEmpty()) {
      return null;
    }
    var commitLags = all.stream().map(Work::commitLag).filter(Objects::nonNull).toList();
    return new Work(
        all.stream().mapToLong(Work::unfinished).sum(),
        all.stream().mapToLong(Work::doneAhead).sum(),
        commitLags.isEmpty() ? null : (Long) commitLags.stream().mapToLong(Long::longValue).sum(),
        all.stream()
            .map(Work::oldest)
            .filter(Objects::nonNull)
            .min(Comparator.comparing(Oldest::timestamp))
            .orElse(null));
  }
}
