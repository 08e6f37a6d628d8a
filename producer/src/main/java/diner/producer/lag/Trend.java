package diner.producer.lag;

import diner.producer.lag.History.Flow;
import diner.producer.lag.History.Step;
import diner.producer.lag.Lag.Place;
import diner.producer.lag.PartitionLook.Seen;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What several looks say together: rates, and whether the work stands still, falls behind or
 * catches up. Where an offset went backwards (a topic made anew, a group put back), the looks
 * before it are forgotten. Knows no clock but the looks'. Owned by the command's thread.
 */
final class Trend {

  private final Map<TopicPartition, Seen> lastSeen = new HashMap<>();
  private final Map<Place, History> histories = new HashMap<>();
  private @Nullable Instant lastAt;

  /**
   * Adds a look, and to its lags what it says together with those before.
   *
   * @param lags of that look, by topic or by partition, always the same
   */
  List<Lag> add(Look look, List<Lag> lags) {
    if (lastAt != null && !look.at().isAfter(lastAt)) {
      forgetAll(); // the clock was put back
    }
    lastAt = look.at();
    var moves = moves(look);
    histories.keySet().retainAll(lags.stream().map(Lag::place).collect(Collectors.toSet()));
    return lags.stream().map(lag -> add(look, lag, moves)).toList();
  }

  private void forgetAll() {
    lastSeen.clear();
    histories.clear();
  }

  private Lag add(Look look, Lag lag, Map<TopicPartition, Optional<Flow>> moves) {
    if (lag.work() == null) {
      return lag;
    }
    var own = moves.keySet().stream().filter(lag.place()::holds).map(moves::get).toList();
    if (own.stream().anyMatch(Optional::isEmpty)) {
      histories.remove(lag.place());
    }
    var flow = own.stream().flatMap(Optional::stream).reduce(Flow.NONE, Flow::plus);
    var history = histories.computeIfAbsent(lag.place(), _ -> new History());
    history.add(new Step(look.at(), lag.work().unfinished(), flow));
    var verdict = lag.verdict().status() == Status.OK ? history.verdict() : lag.verdict();
    return lag.with(history.pace().orElse(null), verdict);
  }

  /** What moved in each partition that was seen; empty where its former life is over. */
  private Map<TopicPartition, Optional<Flow>> moves(Look look) {
    var moves = new HashMap<TopicPartition, Optional<Flow>>();
    var present = new HashSet<TopicPartition>();
    for (var partition : look.partitions()) {
      present.add(partition.partition());
      if (partition instanceof Seen now) {
        var before = lastSeen.put(now.partition(), now);
        moves.put(now.partition(), before == null ? Optional.of(Flow.NONE) : move(before, now));
      }
    }
    lastSeen.keySet().retainAll(present);
    return moves;
  }

  /** A commit counts, whatever was deleted before it: what retention takes away is not finished. */
  private static Optional<Flow> move(Seen before, Seen now) {
    var in = now.end() - before.end();
    if (in < 0 || now.start() < before.start()) {
      return Optional.empty();
    }
    if (now.committed().isEmpty()) {
      return before.committed().isEmpty() ? Optional.of(new Flow(in, 0)) : Optional.empty();
    }
    var passed = now.committed().getAsLong() - before.committed().orElse(before.start());
    var out = passed + now.doneAhead() - before.doneAhead();
    return passed < 0 || out < 0 ? Optional.empty() : Optional.of(new Flow(in, out));
  }
}
