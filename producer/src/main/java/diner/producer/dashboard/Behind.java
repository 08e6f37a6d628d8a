package diner.producer.dashboard;

import diner.producer.lag.Lag;
import diner.producer.lag.Lags;
import diner.producer.lag.Look;
import diner.producer.lag.PartitionLook;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** How far the workers are behind, as the last look says, and what the look before it adds. */
final class Behind {

  private static final int MOST_TOPICS = 30;

  /**
   * One topic.
   *
   * @param oldestMillis age of its oldest unfinished job; null where there is none, or it could not
   *     be read
   * @param why what the status means; empty where all is well
   */
  record Topic(
      String topic,
      @Nullable Long unfinished,
      @Nullable Long doneAhead,
      @Nullable Long oldestMillis,
      String status,
      String why) {}

  /** So many jobs were enqueued between two looks. */
  record Growth(Instant from, Instant to, long jobs) {}

  private @Nullable Instant lookedAt;
  private Map<TopicPartition, Long> ends = Map.of();
  private List<Topic> topics = List.of();
  private long unfinished;
  private int workers;
  private @Nullable String away = "not looked yet";

  /** Takes a look; null where there is none to compare it with. */
  @Nullable Growth onLook(Look look) {
    away = null;
    workers = look.members();
    var lags = Lags.byTopic(look);
    topics = lags.stream().limit(MOST_TOPICS).map(lag -> topic(lag, look.at())).toList();
    unfinished =
        lags.stream().map(Lag::work).mapToLong(work -> work == null ? 0 : work.unfinished()).sum();
    return growth(look);
  }

  private static Topic topic(Lag lag, Instant at) {
    var work = lag.work();
    var age = work == null ? null : work.age(at);
    return new Topic(
        Label.of(lag.place().topic()),
        work == null ? null : (Long) work.unfinished(),
        work == null ? null : (Long) work.doneAhead(),
        age == null ? null : (Long) age.toMillis(),
        lag.verdict().status().toString(),
        lag.verdict().why());
  }

  private @Nullable Growth growth(Look look) {
    var before = ends;
    var from = lookedAt;
    ends = new HashMap<>();
    lookedAt = look.at();
    long jobs = 0;
    for (var partition : look.partitions()) {
      if (partition instanceof PartitionLook.Seen seen) {
        ends.put(seen.partition(), seen.end());
        // A partition that was not there before is as good as empty; one made anew counts for none.
        var sinceStart = seen.end() - seen.start();
        var grown = seen.end() - before.getOrDefault(seen.partition(), seen.end() - sinceStart);
        jobs += Math.max(0, grown);
      }
    }
    return from == null || Duration.between(from, look.at()).isNegative()
        ? null
        : new Growth(from, look.at(), jobs);
  }

  void onFailure(String cause) {
    away = cause;
  }

  List<Topic> topics() {
    return topics;
  }

  long unfinished() {
    return unfinished;
  }

  int workers() {
    return workers;
  }

  /** Why Kafka can't be looked at; null while it can. */
  @Nullable String away() {
    return away;
  }
}
