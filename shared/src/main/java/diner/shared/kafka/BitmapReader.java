package diner.shared.kafka;

/** Reads the bytes of a finished bitmap as runs of offsets; without a copy, and never throws. */
final class BitmapReader {

  private final byte[] bytes;
  private final long committed;
  private final JoinedRuns runs;
  private int at;
  private long group;

  private BitmapReader(byte[] bytes, long committed, RunVisitor visitor) {
    this.bytes = bytes;
    this.committed = committed;
    this.runs = new JoinedRuns(visitor);
    this.group = committed / BitmapCode.GROUP_OFFSETS;
  }

  /**
   * Shows the finished runs beyond the committed offset, ascending and maximal.
   *
   * @return where the attempts begin, or the bytes end; -1 where the bitmap is malformed
   */
  static int read(byte[] bytes, long committed, RunVisitor visitor) {
    return new BitmapReader(bytes, committed, visitor).read();
  }

  private int read() {
    while (at < bytes.length && (bytes[at] & 0xFF) != BitmapCode.END) {
      if (!(bytes[at] >= 0 ? readGroup() : readRun())) {
        return -1;
      }
    }
    runs.end();
    return Math.min(at + 1, bytes.length);
  }

  private boolean readGroup() {
    var finished = (int) bytes[at++];
    if (group == BitmapCode.GROUPS) {
      return false;
    }
    var first = group * BitmapCode.GROUP_OFFSETS;
    group++;
    if (first <= committed) {
      var below = BitmapCode.bitsBelow(committed);
      finished &= ~below;
      if ((finished & (below + 1)) != 0) {
        return false; // the committed offset is open
      }
    }
    while (finished != 0) {
      var from = Integer.numberOfTrailingZeros(finished);
      var to = from + Integer.numberOfTrailingZeros(~(finished >>> from));
      runs.run(first + from, first + to);
      finished &= -1 << to;
    }
    return true;
  }

  private boolean readRun() {
    var kind = bytes[at] & BitmapCode.RUN_MASK;
    var first = group * BitmapCode.GROUP_OFFSETS;
    var groups = 0L;
    for (; at < bytes.length && (bytes[at] & BitmapCode.RUN_MASK) == kind; at++) {
      if (groups > BitmapCode.GROUPS >>> BitmapCode.DIGIT_BITS) {
        return false;
      }
      groups = (groups << BitmapCode.DIGIT_BITS) | (bytes[at] & BitmapCode.DIGIT_MASK);
    }
    if (groups == 0 || groups > BitmapCode.GROUPS - group) {
      return false;
    }
    group += groups;
    if (kind == BitmapCode.FINISHED_RUN) {
      runs.run(first, group * BitmapCode.GROUP_OFFSETS);
    }
    return kind == BitmapCode.OPEN_RUN || first > committed;
  }
}
