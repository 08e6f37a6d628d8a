package diner.shared.kafka;

/**
 * Writes finished runs as the bytes of {@link BitmapCode}. Holds back the group that it is in, and
 * the run of groups before it; open groups at the end are never written.
 */
final class BitmapWriter implements RunVisitor {

  private final Bytes bytes = new Bytes();
  private final long committed;
  private long next;

  private long group;
  private int finished;

  private int runKind;
  private long runGroups;

  BitmapWriter(long committed) {
    this.committed = committed;
    this.next = committed + 1;
    this.group = committed / BitmapCode.GROUP_OFFSETS;
    this.finished = BitmapCode.bitsBelow(committed);
  }

  @Override
  public void run(long from, long to) {
    if (from < next || to <= from) {
      throw new IllegalArgumentException(
          "expected a run of offsets from %d or later, got [%d, %d)".formatted(next, from, to));
    }
    next = to;
    moveTo(from / BitmapCode.GROUP_OFFSETS, BitmapCode.OPEN_RUN);
    var before = BitmapCode.bitsBelow(from);
    if (to / BitmapCode.GROUP_OFFSETS > group) {
      finished |= BitmapCode.ALL_FINISHED & ~before;
      moveTo(to / BitmapCode.GROUP_OFFSETS, BitmapCode.FINISHED_RUN);
      before = 0;
    }
    finished |= BitmapCode.bitsBelow(to) & ~before;
  }

  /** The bitmap; empty where no run was written. Ends the writing. */
  Bytes end() {
    if (next > committed + 1 && finished != 0) {
      endGroup();
    }
    if (runKind == BitmapCode.FINISHED_RUN) {
      endRun();
    }
    return bytes;
  }

  /** Ends the group that it is in; the groups from there to the next one are all of a kind. */
  private void moveTo(long nextGroup, int kindBetween) {
    if (nextGroup > group) {
      endGroup();
      addGroups(kindBetween, nextGroup - group - 1);
      group = nextGroup;
    }
  }

  private void endGroup() {
    if (finished == 0) {
      addGroups(BitmapCode.OPEN_RUN, 1);
    } else if (finished == BitmapCode.ALL_FINISHED) {
      addGroups(BitmapCode.FINISHED_RUN, 1);
    } else {
      endRun();
      bytes.add(finished);
    }
    finished = 0;
  }

  private void addGroups(int kind, long groups) {
    if (groups > 0) {
      if (kind != runKind) {
        endRun();
      }
      runKind = kind;
      runGroups += groups;
    }
  }

  private void endRun() {
    for (var digit = BitmapCode.digits(runGroups) - 1; digit >= 0; digit--) {
      var value = (int) (runGroups >>> (digit * BitmapCode.DIGIT_BITS)) & BitmapCode.DIGIT_MASK;
      bytes.add(runKind | value);
    }
    runGroups = 0;
  }
}
