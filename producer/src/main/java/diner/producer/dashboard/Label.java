package diner.producer.dashboard;

import diner.producer.terminal.Plain;

/** Strangers' text, cut to what a page has use for. */
final class Label {

  private static final int MOST = 200;

  /** What all is counted as for which there is no room by its own name. */
  static final String OTHERS = "(others)";

  private Label() {}

  static String of(String text) {
    return Plain.line(text.length() <= MOST ? text : text.substring(0, MOST), MOST);
  }
}
