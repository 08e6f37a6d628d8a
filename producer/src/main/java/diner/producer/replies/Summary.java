package diner.producer.replies;

import diner.shared.message.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What became of many jobs; grows with their number only in its counts. */
final class Summary {

  private final Map<String, Tally> tallies = new TreeMap<>();
  private final Map<String, Integer> jobsByKind = new TreeMap<>();
  private final List<Reply> failures = new ArrayList<>();
  private final Tally.Window window = new Tally.Window();
  private final int failuresKept;
  private int done;
  private int failed;
  private int expired;

  /**
   * @param failuresKept how many failures are kept with their errors
   */
  Summary(int failuresKept) {
    this.failuresKept = failuresKept;
  }

  void add(Reply reply) {
    jobsByKind.merge(reply.kind(), 1, Integer::sum);
    window.include(reply.enqueuedAt());
    window.include(reply.finishedAt());
    switch (reply.status()) {
      case DONE -> {
        done++;
        tallies.computeIfAbsent(reply.kind(), Tally::new).add(reply);
      }
      case FAILED -> {
        failed++;
        keep(reply);
      }
      case EXPIRED -> {
        expired++;
        keep(reply);
      }
    }
  }

  private void keep(Reply reply) {
    if (failures.size() < failuresKept) {
      failures.add(reply);
    }
  }

  int jobs() {
    return done + failed + expired;
  }

  int done() {
    return done;
  }

  int failed() {
    return failed;
  }

  int expired() {
    return expired;
  }

  /** How many jobs of each kind ended, however, by the kind's name. */
  Map<String, Integer> jobsByKind() {
    return Collections.unmodifiableMap(jobsByKind);
  }

  /** From the first job's enqueuing to the last one's end. */
  Duration wall() {
    return window.length();
  }

  /** One for each kind that has jobs done, by the kind's name. */
  Map<String, Tally> tallies() {
    return Map.copyOf(tallies);
  }

  /** The first ones that failed or expired. */
  Collection<Reply> failures() {
    return List.copyOf(failures);
  }
}
