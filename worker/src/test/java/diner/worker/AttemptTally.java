package diner.worker;

import diner.shared.message.Reply;
import diner.shared.message.Reply.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts replies by their attempts, and how long jobs of each kind took. Any thread. */
final class AttemptTally {

  private final Map<String, TreeMap<Integer, Integer>> byAttempts = new HashMap<>();
  private final Map<String, List<Duration>> latencies = new HashMap<>();
  private int failed;

  synchronized void onReply(Reply reply) {
    byAttempts
        .computeIfAbsent(reply.kind(), _ -> new TreeMap<>())
        .merge(reply.attempts(), 1, Integer::sum);
    latencies
        .computeIfAbsent(reply.kind(), _ -> new ArrayList<>())
        .add(Duration.between(reply.enqueuedAt(), reply.finishedAt()));
    failed += reply.status() == Status.DONE ? 0 : 1;
  }

  synchronized int answered(String kind) {
    return byAttempts.getOrDefault(kind, new TreeMap<>()).values().stream()
        .mapToInt(Integer::intValue)
        .sum();
  }

  synchronized int failed() {
    return failed;
  }

  /** How many replies there are with so many attempts. */
  synchronized Map<Integer, Integer> attempts(String kind) {
    return Map.copyOf(byAttempts.getOrDefault(kind, new TreeMap<>()));
  }

  synchronized double meanAttempts(String kind) {
    return attempts(kind).entrySet().stream()
            .mapToDouble(entry -> entry.getKey() * entry.getValue())
            .sum()
        / answered(kind);
  }

  /** From a job's record to the end of its last attempt, the latency that such a share keeps. */
  synchronized Duration latency(String kind, double share) {
    var sorted = latencies.getOrDefault(kind, List.of()).stream().sorted().toList();
    return sorted.isEmpty()
        ? Duration.ZERO
        : sorted.get((int) Math.min(sorted.size() - 1L, (long) (share * sorted.size())));
  }
}
