package diner.shared.kafka;

import java.util.Arrays;

/** Bytes that grow at their end. */
final class Bytes {

  private byte[] bytes = new byte[32];
  private int size;

  void add(int value) {
    if (size == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * size);
    }
    bytes[size++] = (byte) value;
  }

  /** Seven bits a byte, lowest first; the sign bit says that more follow. */
  void addVarint(long value) {
    var rest = value;
    while (rest >= 0x80) {
      add((int) rest | 0x80);
      rest >>>= 7;
    }
    add((int) rest);
  }

  static int varintSize(long value) {
    return (63 - Long.numberOfLeadingZeros(value | 1)) / 7 + 1;
  }

  int size() {
    return size;
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, size);
  }
}
