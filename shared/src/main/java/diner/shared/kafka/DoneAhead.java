package diner.shared.kafka;

import diner.shared.message.Turn;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What a commit's metadata says beyond the committed offset: finished offsets, and attempts made of
 * open ones. {@link DoneAheadEncoder} writes it and describes its form. Immutable; holds the bytes
 * as they came, so that a run costs the same however long it is.
 */
public final class DoneAhead implements FinishedRuns {

  private final byte[] content;
  private final long committed;
  private final SortedMap<Long, Integer> attempts;

  private DoneAhead(byte[] content, long committed, SortedMap<Long, Integer> attempts) {
    this.content = content;
    this.committed = committed;
    this.attempts = Collections.unmodifiableSortedMap(attempts);
  }

  /**
   * Reads metadata; empty where it is none of ours, or was made for another commit.
   *
   * @param committed the offset that was committed with it
   */
  public static Optional<DoneAhead> decode(Turn committed, String metadata) {
    return metadata.isEmpty()
        ? ofContent(new byte[0], committed.offset())
        : SealedContent.open(committed, metadata)
            .flatMap(content -> ofContent(content, committed.offset()));
  }

  private static Optional<DoneAhead> ofContent(byte[] content, long committed) {
    var bitmapEnd = BitmapReader.read(content, committed, (from, to) -> {});
    if (bitmapEnd < 0) {
      return Optional.empty();
    }
    var tried = new AttemptsReader(content, bitmapEnd, committed);
    if (!tried.readNumbers()) {
      return Optional.empty();
    }
    BitmapReader.read(content, committed, tried);
    return tried.end().map(attempts -> new DoneAhead(content, committed, attempts));
  }

  /** How many offsets beyond the committed one are finished. */
  public long count() {
    return countFrom(committed);
  }

  /** How many offsets from this one on, and beyond the committed one, are finished. */
  public long countFrom(long start) {
    var count = new Count(start);
    forEachRun(count);
    return count.offsets;
  }

  /** Shows the finished runs beyond the committed offset, ascending and maximal. */
  @Override
  public void forEachRun(RunVisitor visitor) {
    BitmapReader.read(content, committed, visitor);
  }

  /** Attempts made, at least one each, by the offset of the open job. */
  public SortedMap<Long, Integer> attempts() {
    return attempts;
  }

  private static final class Count implements RunVisitor {

    private final long start;
    private long offsets;

    private Count(long start) {
      this.start = start;
    }

    @Override
    public void run(long from, long to) {
      offsets += Math.max(0, to - Math.max(from, start));
    }
  }
}
