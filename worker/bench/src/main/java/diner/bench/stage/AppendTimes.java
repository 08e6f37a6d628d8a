package diner.bench.stage;

import java.util.BitSet;
import java.util.TreeMap;

/** Which jobs were answered, and how many replies the broker appended in each millisecond. */
final class AppendTimes {

  private final int jobs;
  private final BitSet answered;
  private final TreeMap<Long, Integer> repliesByMillis = new TreeMap<>();
  private long replies;
  private long valueBytes;

  AppendTimes(int jobs) {
    this.jobs = jobs;
    this.answered = new BitSet(jobs);
  }

  void add(int job, long appendedAtMillis, int bytes) {
    answered.set(job);
    repliesByMillis.merge(appendedAtMillis, 1, Integer::sum);
    replies++;
    valueBytes += bytes;
  }

  boolean isComplete() {
    return answered.cardinality() == jobs;
  }

  /** Replies beyond the first of each job. */
  long repeated() {
    return replies - answered.cardinality();
  }

  double replyBytes() {
    return (double) valueBytes / replies;
  }

  /** When so many replies were there, in milliseconds of the broker's clock. */
  long millisOf(int number) {
    long so = 0;
    for (var each : repliesByMillis.entrySet()) {
      so += each.getValue();
      if (so >= number) {
        return each.getKey();
      }
    }
    throw new IllegalArgumentException("%d of %d replies".formatted(number, replies));
  }

  /** How many replies came later than that. */
  long repliesAfter(long millis) {
    return repliesByMillis.tailMap(millis, false).values().stream()
        .mapToLong(Integer::longValue)
        .sum();
  }
}
