package diner.shared.kafka;

import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes how often open offsets were tried. Is shown the finished runs, to number the open offsets
 * between them: the committed one has number 0.
 */
final class AttemptsWriter implements RunVisitor {

  private final long committed;
  private final Iterator<Map.Entry<Long, Integer>> rest;
  private Map.@Nullable Entry<Long, Integer> next;
  private long finishedBefore;

  private final long[] numbers;
  private final int[] attempts;
  private int count;
  private int most;
  private long sparseBytes;

  AttemptsWriter(long committed, SortedMap<Long, Integer> attempts) {
    this.committed = committed;
    this.rest = attempts.entrySet().iterator();
    this.next = rest.hasNext() ? rest.next() : null;
    this.numbers = new long[attempts.size()];
    this.attempts = new int[attempts.size()];
    if (next != null && next.getKey() < committed) {
      throw new IllegalArgumentException(
          "expected attempts from offset %d on, got %d".formatted(committed, next.getKey()));
    }
  }

  @Override
  public void run(long from, long to) {
    takeUpTo(from - 1);
    if (next != null && next.getKey() < to) {
      throw new IllegalArgumentException(
          "expected attempts of open offsets, but %d is finished".formatted(next.getKey()));
    }
    finishedBefore += to - from;
  }

  private void takeUpTo(long last) {
    while (next != null && next.getKey() <= last) {
      take(next.getKey() - committed - finishedBefore, next.getValue());
      next = rest.hasNext() ? rest.next() : null;
    }
  }

  private void take(long number, int times) {
    if (times < 0) {
      throw new IllegalArgumentException("expected attempts from 0 on, got " + times);
    }
    if (times > 0) {
      numbers[count] = number;
      attempts[count] = times;
      sparseBytes += Bytes.varintSize(stepTo(count)) + Bytes.varintSize(times);
      most = Math.max(most, times);
      count++;
    }
  }

  /** Appends an end mark for the bitmap and the attempts; nothing where nothing was tried. */
  void endInto(Bytes bytes) {
    takeUpTo(Long.MAX_VALUE);
    if (count == 0) {
      return;
    }
    bytes.add(BitmapCode.END);
    var bits = AttemptsCode.bits(most);
    if (sparseBytes < AttemptsCode.denseBytes(numbers[count - 1] + 1, bits)) {
      writeSparse(bytes);
    } else {
      writeDense(bytes, bits);
    }
  }

  private void writeSparse(Bytes bytes) {
    bytes.add(AttemptsCode.SPARSE);
    for (var i = 0; i < count; i++) {
      bytes.addVarint(stepTo(i));
      bytes.addVarint(attempts[i]);
    }
  }

  /** Open offsets between one that was tried and the one tried before it. */
  private long stepTo(int i) {
    return i == 0 ? numbers[0] : numbers[i] - numbers[i - 1] - 1;
  }

  private void writeDense(Bytes bytes, int bits) {
    bytes.add(bits);
    var held = 0L;
    var heldBits = 0;
    var number = 0L;
    for (var i = 0; i < count; number++) {
      held = (held << bits) | (numbers[i] == number ? attempts[i++] : 0);
      for (heldBits += bits; heldBits >= Byte.SIZE; heldBits -= Byte.SIZE) {
        bytes.add((int) (held >>> (heldBits - Byte.SIZE)));
      }
    }
    if (heldBits > 0) {
      bytes.add((int) (held << (Byte.SIZE - heldBits)));
    }
  }
}
