package diner.shared.kafka;

/** What the bytes of the finished bitmap mean, as {@link DoneAheadEncoder} describes them. */
final class BitmapCode {

  static final int GROUP_OFFSETS = 7;
  static final int ALL_FINISHED = (1 << GROUP_OFFSETS) - 1;

  /** Offsets end where a long does, which is the end of a group. */
  static final long GROUPS = Long.MAX_VALUE / GROUP_OFFSETS;

  static final int FINISHED_RUN = 0x80;
  static final int OPEN_RUN = 0xC0;
  static final int RUN_MASK = 0xC0;

  static final int DIGIT_BITS = 6;
  static final int DIGIT_MASK = (1 << DIGIT_BITS) - 1;

  /**
   * Ends the bitmap; elsewhere it would be a run of no groups, and no bitmap ends with open ones.
   */
  static final int END = OPEN_RUN;

  private BitmapCode() {}

  /** How many digits a run of so many groups takes. */
  static int digits(long groups) {
    return (Long.SIZE - Long.numberOfLeadingZeros(groups) + DIGIT_BITS - 1) / DIGIT_BITS;
  }

  /** The bits of those offsets of a group that are below one of it. */
  static int bitsBelow(long offset) {
    return (1 << (int) (offset % GROUP_OFFSETS)) - 1;
  }
}
