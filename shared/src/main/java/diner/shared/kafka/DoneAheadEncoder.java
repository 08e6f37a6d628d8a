package diner.shared.kafka;

import diner.shared.message.Turn;
import java.util.Collections;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is finished beyond a committed offset, and how often open jobs were tried, as the
 * metadata of that commit; {@link DoneAhead} reads it. Metadata is a character that names the
 * {@link Alphabet}, and in it: a byte of magic and version, a CRC-32C over topic, partition, offset
 * and content, and the content. No metadata: nothing finished ahead, nothing tried.
 *
 * <p>The content begins with the finished offsets as one stream of bytes, in which bitmap and runs
 * mix as in Antoshenkov's byte-aligned bitmap code (BBC, 1995). A byte speaks of groups of 7
 * offsets: group g holds the offsets from 7 g on, the first one is the committed offset's, and what
 * of it is below that counts as finished.
 *
 * <ul>
 *   <li>{@code 0xxxxxxx}: one group; the lowest bit is its lowest offset, 1 is finished.
 *   <li>{@code 10xxxxxx}: a run of groups with all finished, {@code 11xxxxxx}: with all open. Bytes
 *       of a kind that follow each other are the digits of one count to the base of 64, highest
 *       first, the first not 0.
 *   <li>{@code 11000000} where a run would begin: the bitmap ends, attempts follow. It is not there
 *       where nothing was tried.
 * </ul>
 *
 * Open groups at the end are left out. The attempts are those of the open offsets, which are
 * numbered from the committed one on, beyond the bitmap's end too. A byte b of 1 to 31: b bits
 * each, highest first, up to the last one tried. A byte of 0, where that is shorter: for each one
 * tried, as varints (7 bits a byte, lowest first), the open offsets skipped since the last one
 * tried, and the attempts.
 *
 * <p>Finishing a job never makes the bound of this form larger ({@link #boundBytes}, {@link
 * #attemptsBound}), so what all futures of the jobs at work may need is known in advance. The
 * smaller of runs and bitmap has no such bound.
 */
public final class DoneAheadEncoder {

  private final Turn committed;
  private final BitmapWriter bitmap;
  private SortedMap<Long, Integer> attempts = Collections.emptySortedMap();
  private byte @Nullable [] content;

  /**
   * @param committed the place that is committed: an open offset, or the consumer's next position
   */
  public DoneAheadEncoder(Turn committed) {
    this.committed = committed;
    this.bitmap = new BitmapWriter(committed.offset());
  }

  /**
   * The most bytes that the finished offsets up to {@code last} take now, and after any of the open
   * ones among them are finished and the committed offset moves to the lowest that is open then.
   *
   * @param last the highest offset that may be finished so far; what is finished beyond it is not
   *     counted, and must not be written
   */
  public static long boundBytes(long committed, long last, FinishedRuns runs) {
    if (last < committed) {
      return 0;
    }
    var bound = new Bound(committed, last);
    var maximal = new JoinedRuns(bound);
    runs.forEachRun(maximal);
    maximal.end();
    return bound.bytes;
  }

  /**
   * The most bytes that attempts take.
   *
   * @param open how many of the offsets from the committed one to the highest one that may have
   *     been tried are not finished
   */
  public static long attemptsBound(long open, int maxAttempts) {
    return open == 0 || maxAttempts == 0
        ? 0
        : 2 + AttemptsCode.denseBytes(open, AttemptsCode.bits(maxAttempts));
  }

  /** Adds finished offsets from {@code from} to before {@code to}, beyond all added so far. */
  public void finished(long from, long to) {
    if (content != null) {
      throw new IllegalStateException(
          "the metadata of %s is made, [%d, %d) comes too late".formatted(committed, from, to));
    }
    bitmap.run(from, to);
  }

  /**
   * Sets how often open offsets were tried; called once, before the metadata is made.
   *
   * @param byOffset read when the metadata is made
   */
  public void attempts(SortedMap<Long, Integer> byOffset) {
    this.attempts = byOffset;
  }

  /** The metadata; may be made in several alphabets, but nothing be added any more. */
  public String encode(Alphabet alphabet) {
    return content().length == 0 ? "" : SealedContent.seal(committed, content(), alphabet);
  }

  byte[] content() {
    if (content == null) {
      var bytes = bitmap.end();
      var tried = new AttemptsWriter(committed.offset(), attempts);
      if (!attempts.isEmpty()) {
        BitmapReader.read(bytes.toArray(), committed.offset(), tried);
      }
      tried.endInto(bytes);
      content = bytes.toArray();
    }
    return content;
  }

  /** A byte for each group that is not full, and the digits of each maximal run of full ones. */
  private static final class Bound implements RunVisitor {

    private final long last;
    private long bytes;

    private Bound(long committed, long last) {
      this.last = last;
      this.bytes = last / BitmapCode.GROUP_OFFSETS - committed / BitmapCode.GROUP_OFFSETS + 1;
    }

    @Override
    public void run(long from, long to) {
      var firstFull = Math.ceilDiv(from, BitmapCode.GROUP_OFFSETS);
      var full = Math.min(to, last + 1) / BitmapCode.GROUP_OFFSETS - firstFull;
      if (full > 0) {
        bytes += BitmapCode.digits(full) - full;
      }
    }
  }
}
