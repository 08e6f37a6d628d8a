package diner.shared.kafka;

import java.util.Arrays;
import java.util.Optional;

/**
 * How bytes are written as the characters of a commit's metadata: a marker that names the alphabet,
 * then the bytes' bits, highest first, a one as the end and zeros up to a whole character. So each
 * byte sequence has one text, and no character of it can change unseen.
 */
public enum Alphabet {

  /**
   * 15 bits a UTF-16 character, U+0800 to U+87FF: for a broker that counts characters, as Apache
   * Kafka does.
   */
  CHARS_15('D', 15) {
    @Override
    char character(int value) {
      return (char) (FIRST_OF_15 + value);
    }

    @Override
    int value(char character) {
      var value = character - FIRST_OF_15;
      return value >= 0 && value < 1 << 15 ? value : -1;
    }
  },

  /** 6 bits a character, for a broker that counts bytes or bears ASCII alone. */
  BASE64('d', 6) {
    @Override
    char character(int value) {
      return ASCII.charAt(value);
    }

    @Override
    int value(char character) {
      return character < VALUES.length ? VALUES[character] : -1;
    }
  };

  private static final char FIRST_OF_15 = '\u0800';
  private static final String ASCII =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  private static final byte[] VALUES = values(ASCII);

  private final char marker;
  private final int bits;

  Alphabet(char marker, int bits) {
    this.marker = marker;
    this.bits = bits;
  }

  /**
   * How many bytes of a map's content fit into so many characters; marker and header are taken off.
   */
  public int bytesIn(int chars) {
    var bytes = ((chars - 1L) * bits - 1) / Byte.SIZE;
    return (int) Math.max(0, bytes - SealedContent.HEADER_BYTES);
  }

  /** Whether metadata says that it is written in this alphabet. */
  public boolean isOf(String metadata) {
    return !metadata.isEmpty() && metadata.charAt(0) == marker;
  }

  abstract char character(int value);

  /** The bits that a character stands for; -1 where it is not of this alphabet. */
  abstract int value(char character);

  String write(byte[] bytes) {
    var chars = new char[1 + (bytes.length * Byte.SIZE + bits) / bits];
    chars[0] = marker;
    var at = 1;
    var held = 0;
    var heldBits = 0;
    for (var each : bytes) {
      held = (held << Byte.SIZE) | (each & 0xFF);
      heldBits += Byte.SIZE;
      while (heldBits >= bits) {
        heldBits -= bits;
        chars[at++] = character((held >>> heldBits) & mask());
      }
    }
    chars[at] = character((((held << 1) | 1) << (bits - heldBits - 1)) & mask());
    return new String(chars);
  }

  /** The bytes of a text in any of the alphabets; empty where it is in none. */
  static Optional<byte[]> read(String text) {
    for (var alphabet : values()) {
      if (text.length() > 1 && text.charAt(0) == alphabet.marker) {
        return alphabet.readUnmarked(text);
      }
    }
    return Optional.empty();
  }

  private Optional<byte[]> readUnmarked(String text) {
    var last = value(text.charAt(text.length() - 1));
    if (last <= 0) {
      return Optional.empty();
    }
    var size = (text.length() - 1L) * bits - Integer.numberOfTrailingZeros(last) - 1;
    if (size % Byte.SIZE != 0) {
      return Optional.empty();
    }
    var bytes = new byte[(int) (size / Byte.SIZE)];
    var filled = 0;
    var held = 0;
    var heldBits = 0;
    for (var at = 1; at < text.length(); at++) {
      var value = value(text.charAt(at));
      if (value < 0) {
        return Optional.empty();
      }
      held = (held << bits) | value;
      heldBits += bits;
      while (heldBits >= Byte.SIZE && filled < bytes.length) {
        heldBits -= Byte.SIZE;
        bytes[filled++] = (byte) (held >>> heldBits);
      }
    }
    return Optional.of(bytes);
  }

  private int mask() {
    return (1 << bits) - 1;
  }

  private static byte[] values(String characters) {
    var values = new byte[128];
    Arrays.fill(values, (byte) -1);
    for (var value = 0; value < characters.length(); value++) {
      values[characters.charAt(value)] = (byte) value;
    }
    return values;
  }
}
