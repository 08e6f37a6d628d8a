package diner.worker.intake;

import diner.shared.kafka.Alphabet;
import diner.shared.kafka.DoneAheadEncoder;
import diner.shared.message.Turn;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;

/**
 * A partition's finished offsets, from which commit metadata is made as the worker makes it. Stands
 * in the worker's package since the ledger is nobody else's; the benchmark alone has it.
 */
@NullMarked
public final class FinishedMap {

  private static final long FIRST = 123_456_789;
  private static final int ATTEMPTS = 5;

  private final FinishedOffsets finished = new FinishedOffsets(FIRST);
  private final SortedMap<Long, Integer> attempts = new TreeMap<>();

  private FinishedMap() {}

  /** One open job, and so many finished behind it. */
  public static FinishedMap oneStuckUnder(int jobs) {
    var map = new FinishedMap();
    for (var i = 1; i <= jobs; i++) {
      map.finished.add(FIRST + i);
    }
    return map;
  }

  /** Every second one of so many jobs finished, which is the most runs that jobs can make. */
  public static FinishedMap everySecondOf(int jobs) {
    var map = new FinishedMap();
    for (var i = 1; i < jobs; i += 2) {
      map.finished.add(FIRST + i);
    }
    return map;
  }

  /** The same, each of the open ones tried. */
  public static FinishedMap everySecondOfTried(int jobs) {
    var map = everySecondOf(jobs);
    for (var i = 0; i < jobs; i += 2) {
      map.attempts.put(FIRST + i, ATTEMPTS);
    }
    return map;
  }

  /** The metadata of a commit now. */
  public String metadata() {
    var encoder = new DoneAheadEncoder(new Turn("jobs.burgers", 0, finished.firstOpen()));
    finished.forEachRun(Long.MAX_VALUE, encoder::finished);
    encoder.attempts(attempts);
    return encoder.encode(Alphabet.CHARS_15);
  }
}
