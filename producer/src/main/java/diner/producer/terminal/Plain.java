package diner.producer.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Strangers' text and bytes in a form that does nothing to a terminal but stand there. Pure. */
public final class Plain {

  private static final String CUT = "…";

  private Plain() {}

  /** One line; whatever is no character to be seen is a space. */
  public static String line(String text) {
    return text.replaceAll("[\\p{C}\\p{Z}]+", " ").strip();
  }

  /** One line of so many characters at most. */
  public static String line(String text, int most) {
    var line = line(text);
    return line.length() <= most ? line : line.substring(0, most - 1) + CUT;
  }

  /** So many lines at most, of so many characters at most, broken between words where that goes. */
  public static List<String> lines(String text, int most, int width) {
    var rest = line(text);
    var lines = new ArrayList<String>();
    while (rest.length() > width && lines.size() < most - 1) {
      var space = rest.lastIndexOf(' ', width);
      var end = space > width / 2 ? space : width;
      lines.add(rest.substring(0, end));
      rest = rest.substring(end).strip();
    }
    lines.add(line(rest, width));
    return lines;
  }

  /** Bytes as the text that they are; empty where they are none, or would steer a terminal. */
  public static Optional<String> text(byte[] bytes) {
    try {
      var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.chars().allMatch(Plain::isSeen) ? Optional.of(text) : Optional.empty();
    } catch (CharacterCodingException notUtf8) {
      return Optional.empty();
    }
  }

  /** The form of bytes that are no text. */
  public static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static boolean isSeen(int character) {
    return character == '\n'
        || character == '\r'
        || character == '\t'
        || !Character.isISOControl(character);
  }
}
