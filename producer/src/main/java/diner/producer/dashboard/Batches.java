package diner.producer.dashboard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** The batches whose jobs were answered last, and how far they have come; so many at most. */
final class Batches {

  static final int MOST = 12;

  /**
   * One batch.
   *
   * @param size how many jobs it has; 0 where they do not say
   * @param began when its first job was enqueued, in milliseconds since 1970
   * @param latest when the last job so far was finished, likewise
   */
  record Row(
      String batch, int size, long done, long failed, long expired, long began, long latest) {}

  private static final class Counts {
    private int size;
    private long done;
    private long failed;
    private long expired;
    private long began = Long.MAX_VALUE;
    private long latest = Long.MIN_VALUE;

    private void add(Answered answered) {
      size = Math.max(size, answered.batchSize());
      began = Math.min(began, answered.reply().enqueuedAt().toEpochMilli());
      latest = Math.max(latest, answered.reply().finishedAt().toEpochMilli());
      switch (answered.reply().status()) {
        case DONE -> done++;
        case FAILED -> failed++;
        case EXPIRED -> expired++;
      }
    }

    private Row row(String batch) {
      return new Row(batch, size, done, failed, expired, began, latest);
    }
  }

  /** The one answered last is the last one. */
  private final SequencedMap<String, Counts> batches = new LinkedHashMap<>();

  void add(Answered answered) {
    var batch = answered.reply().batch();
    if (batch == null) {
      return;
    }
    var name = Label.of(batch);
    var counts = batches.computeIfAbsent(name, _ -> new Counts());
    counts.add(answered);
    batches.putLast(name, counts);
    if (batches.size() > MOST) {
      batches.pollFirstEntry();
    }
  }

  /** The newest first. */
  List<Row> rows() {
    var rows = new ArrayList<Row>();
    for (Map.Entry<String, Counts> entry : batches.reversed().entrySet()) {
      rows.add(entry.getValue().row(entry.getKey()));
    }
    rows.sort((one, other) -> Long.compare(other.began(), one.began()));
    return rows;
  }
}
