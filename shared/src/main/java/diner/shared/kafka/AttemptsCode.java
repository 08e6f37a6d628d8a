package diner.shared.kafka;

/**
 * How attempts are written, as {@link DoneAheadEncoder} describes it: dense for all open offsets up
 * to the last one tried, or sparse.
 */
final class AttemptsCode {

  /** In the place of the bits that a dense number of attempts takes, which are never 0. */
  static final int SPARSE = 0;

  private AttemptsCode() {}

  /** Bits of a dense number of attempts. */
  static int bits(int mostAttempts) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(mostAttempts);
  }

  /** Bytes of so many dense numbers; the largest number of bytes where nothing can hold them. */
  static long denseBytes(long numbers, int bits) {
    return numbers > Long.MAX_VALUE / Integer.SIZE
        ? Long.MAX_VALUE
        : (numbers * bits + Byte.SIZE - 1) / Byte.SIZE;
  }
}
