package diner.shared.kafka;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads how often open offsets were tried: first the numbers of the offsets, from the bytes; then,
 * shown the finished runs between them, the offsets. Never throws.
 */
final class AttemptsReader implements RunVisitor {

  private static final long MALFORMED = -1;

  private final byte[] bytes;
  private final long committed;
  private int at;

  private final SortedMap<Long, Integer> byNumber = new TreeMap<>();
  private final SortedMap<Long, Integer> byOffset = new TreeMap<>();
  private long finishedBefore;

  /**
   * @param start where the attempts begin
   */
  AttemptsReader(byte[] bytes, int start, long committed) {
    this.bytes = bytes;
    this.committed = committed;
    this.at = start;
  }

  /** Reads the bytes to their end; false where they are malformed. */
  boolean readNumbers() {
    if (at == bytes.length) {
      return true;
    }
    var bits = bytes[at++];
    if (bits == AttemptsCode.SPARSE) {
      return readSparse();
    }
    return bits > 0 && bits < Integer.SIZE && readDense(bits);
  }

  private boolean readSparse() {
    var number = -1L;
    while (at < bytes.length) {
      var step = readVarint();
      var attempts = readVarint();
      if (step == MALFORMED
          || step > Long.MAX_VALUE - 1 - number
          || attempts < 1
          || attempts > Integer.MAX_VALUE) {
        return false;
      }
      number += step + 1;
      byNumber.put(number, (int) attempts);
    }
    return true;
  }

  private long readVarint() {
    var value = 0L;
    for (var shift = 0; shift < Long.SIZE - 1 && at < bytes.length; shift += 7) {
      var each = bytes[at++];
      value |= (each & 0x7FL) << shift;
      if (each >= 0) {
        return value;
      }
    }
    return MALFORMED;
  }

  private boolean readDense(int bits) {
    var held = 0L;
    var heldBits = 0;
    for (var number = 0L; ; number++) {
      while (heldBits < bits) {
        if (at == bytes.length) {
          return true;
        }
        held = (held << Byte.SIZE) | (bytes[at++] & 0xFF);
        heldBits += Byte.SIZE;
      }
      heldBits -= bits;
      var attempts = (int) (held >>> heldBits) & (int) ((1L << bits) - 1);
      if (attempts != 0) {
        byNumber.put(number, attempts);
      }
    }
  }

  @Override
  public void run(long from, long to) {
    placeBelow(from);
    finishedBefore += to - from;
  }

  private void placeBelow(long end) {
    var upTo = byNumber.headMap(end - committed - finishedBefore);
    upTo.forEach((number, attempts) -> byOffset.put(committed + finishedBefore + number, attempts));
    upTo.clear();
  }

  /** The attempts by offset, after the last run; empty where a number is that of no offset. */
  Optional<SortedMap<Long, Integer>> end() {
    placeBelow(Long.MAX_VALUE);
    return byNumber.isEmpty() ? Optional.of(byOffset) : Optional.empty();
  }
}
