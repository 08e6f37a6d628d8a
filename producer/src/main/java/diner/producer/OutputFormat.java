package diner.producer;

import java.util.Locale;

/** How a command writes its data to stdout: for people, or for programs. */
public enum OutputFormat {
  /** Aligned text. */
  TABLE,
  /** JSON: one object a line, unless the command says otherwise. */
  JSON;

  /** As it is written on the command line and in {@code --help}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
