package diner.worker.answer;

/** The beginning of a text that may be as long as a record, since a record brought it. Pure. */
final class Excerpt {

  private Excerpt() {}

  /** The text where it is short enough; else as many of its characters, and a sign of the cut. */
  static String of(String text, int maxChars) {
    if (text.length() <= maxChars) {
      return text;
    }
    var end = Character.isHighSurrogate(text.charAt(maxChars - 1)) ? maxChars - 1 : maxChars;
    return text.substring(0, end) + "…";
  }
}
