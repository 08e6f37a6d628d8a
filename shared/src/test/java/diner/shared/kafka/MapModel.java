package diner.shared.kafka;

import diner.shared.message.Turn;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is finished and tried in one partition, the plain way: one bit for each offset of the jobs
 * that may be finished so far.
 */
final class MapModel implements FinishedRuns {

  record Run(long from, long to) {}

  private final long base;
  private final int size;
  private final BitSet finished = new BitSet();
  private final SortedMap<Long, Integer> attempts = new TreeMap<>();

  private MapModel(long base, int size) {
    this.base = base;
    this.size = size;
  }

  /** Many shapes: nearly empty, nearly full, stretches, with many attempts or few. */
  static MapModel random(Random random, int size) {
    var base = random.nextInt(8) == 0 ? random.nextInt(20) : random.nextLong(1L << 40);
    var model = new MapModel(base, size);
    var share = random.nextInt(4) == 0 ? 0.0 : random.nextDouble();
    for (var i = 0; i < size; i++) {
      model.finished.set(i, random.nextDouble() < share);
    }
    for (var stretch = random.nextInt(5); stretch > 0; stretch--) {
      var from = random.nextInt(size);
      model.finished.set(from, from + random.nextInt(size - from), random.nextInt(3) > 0);
    }
    model.finished.clear(random.nextInt(size));
    model.tryOpenOnes(
        random, random.nextInt(3) == 0 ? 0 : random.nextDouble(), 1 + random.nextInt(9));
    return model;
  }

  void tryOpenOnes(Random random, double share, int mostAttempts) {
    for (var i = finished.nextClearBit(0); i < size; i = finished.nextClearBit(i + 1)) {
      if (random.nextDouble() < share) {
        attempts.put(base + i, 1 + random.nextInt(mostAttempts));
      }
    }
  }

  /** Finishes some of the open offsets: one, a few of a stretch, or all of it. */
  void finishSome(Random random) {
    var from = random.nextInt(size);
    var to = Math.min(size, from + 1 + random.nextInt(random.nextBoolean() ? 3 : 60));
    var share = random.nextBoolean() ? 1 : random.nextDouble();
    for (var i = from; i < to; i++) {
      if (random.nextDouble() < share) {
        finished.set(i);
        attempts.remove(base + i);
      }
    }
  }

  boolean hasOpen() {
    return finished.nextClearBit(0) < size;
  }

  int open() {
    return size - finished.cardinality();
  }

  /** The lowest open offset, or what comes after all of them. */
  Turn committed() {
    return new Turn("jobs.burgers", 3, base + finished.nextClearBit(0));
  }

  long last() {
    return base + size - 1;
  }

  SortedMap<Long, Integer> attempts() {
    return Collections.unmodifiableSortedMap(attempts);
  }

  long count() {
    return (long) finished.cardinality() - finished.nextClearBit(0);
  }

  long boundBytes() {
    return DoneAheadEncoder.boundBytes(committed().offset(), last(), this);
  }

  DoneAheadEncoder encoder() {
    var encoder = new DoneAheadEncoder(committed());
    forEachRun(encoder::finished);
    encoder.attempts(attempts);
    return encoder;
  }

  @Override
  public void forEachRun(RunVisitor visitor) {
    var from = finished.nextSetBit(finished.nextClearBit(0));
    while (from >= 0) {
      var to = finished.nextClearBit(from);
      visitor.run(base + from, base + to);
      from = finished.nextSetBit(to);
    }
  }

  static List<Run> runs(FinishedRuns finished) {
    var runs = new ArrayList<Run>();
    finished.forEachRun((from, to) -> runs.add(new Run(from, to)));
    return runs;
  }
}
