package diner.producer.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many jobs of each kind ended how, and how quickly of late; so many kinds at most. */
final class Kinds {

  private static final int MOST = 16;

  /** One kind. */
  record Row(String kind, long done, long failed, long expired, Latencies.Minute minute) {}

  private static final class Counts {
    private long done;
    private long failed;
    private long expired;
    private final Latencies latencies = new Latencies(Duration.ofMinutes(1));

    private void add(Answered answered, Instant at) {
      switch (answered.reply().status()) {
        case DONE -> done++;
        case FAILED -> failed++;
        case EXPIRED -> expired++;
      }
      if (answered.hasRun()) {
        latencies.add(at, answered.waited(), answered.ran());
      }
    }

    private Row row(String kind, Instant now) {
      return new Row(kind, done, failed, expired, latencies.minute(now));
    }
  }

  private final Map<String, Counts> kinds = new TreeMap<>();

  void add(Answered answered, Instant at) {
    var name = Label.of(answered.reply().kind());
    if (!kinds.containsKey(name) && kinds.size() >= MOST) {
      name = Label.OTHERS;
    }
    kinds.computeIfAbsent(name, _ -> new Counts()).add(answered, at);
  }

  List<Row> rows(Instant now) {
    return kinds.entrySet().stream()
        .map(entry -> entry.getValue().row(entry.getKey(), now))
        .toList();
  }
}
