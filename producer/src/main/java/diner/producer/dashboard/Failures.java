package diner.producer.dashboard;

import diner.shared.message.Reply;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Jobs that failed, and so became dead letters, by the type of their error; so many at most. */
final class Failures {

  private static final int MOST = 12;
  private static final int SAMPLES = 3;

  /**
   * One failed job.
   *
   * @param at when it was given up, in milliseconds since 1970
   */
  record Sample(String job, String kind, String message, int attempts, long at) {}

  /**
   * Failures of one type.
   *
   * @param samples the newest first
   */
  record Row(String type, long count, List<Sample> samples) {}

  private static final class Counts {
    private long count;
    private final Deque<Sample> samples = new ArrayDeque<>();

    private void add(Sample sample) {
      count++;
      samples.addFirst(sample);
      if (samples.size() > SAMPLES) {
        samples.removeLast();
      }
    }
  }

  private final Map<String, Counts> types = new HashMap<>();

  void add(Reply reply) {
    if (reply.status() != Reply.Status.FAILED) {
      return;
    }
    var error = reply.error();
    var type = error == null ? "(no type)" : Label.of(error.type());
    if (!types.containsKey(type) && types.size() >= MOST) {
      type = Label.OTHERS;
    }
    types
        .computeIfAbsent(type, _ -> new Counts())
        .add(
            new Sample(
                Label.of(reply.job()),
                Label.of(reply.kind()),
                error == null ? "" : Label.of(error.message()),
                reply.attempts(),
                reply.finishedAt().toEpochMilli()));
  }

  /** The most frequent first. */
  List<Row> rows() {
    return types.entrySet().stream()
        .map(entry ->
            new Row(entry.getKey(), entry.getValue().count, List.copyOf(entry.getValue().samples)))
        .sorted(Comparator.comparingLong(Row::count).reversed().thenComparing(Row::type))
        .toList();
  }
}
