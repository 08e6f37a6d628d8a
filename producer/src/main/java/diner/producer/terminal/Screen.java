package diner.producer.terminal;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Where a command draws over itself, from the terminal's first line on, since nobody counts the
 * lines that a narrow one wraps; off a terminal one drawing below the other, without any control
 * character. Has no colours, so {@code NO_COLOR} holds anyhow. Owned by the command's thread.
 */
public final class Screen {

  private static final String CLEAR = "\u001b[2J";
  private static final String HOME = "\u001b[H";
  private static final String ERASE_LINE_END = "\u001b[K";
  private static final String ERASE_BELOW = "\u001b[J";

  private static final Pattern SIZE = Pattern.compile("(\\d{1,4}) ([1-9]\\d{0,3})\\s*");
  private static final int SIZE_LIMIT_SECONDS = 1;

  private final PrintWriter out;
  private final boolean isInPlace;
  private final boolean isUnicode;
  private boolean isDrawn;

  /**
   * Where lines go.
   *
   * @param columns so wide may a line be
   * @param isUnicode whether more than ASCII is shown there
   */
  public record Page(int columns, boolean isUnicode) {

    /** For those who read it later, elsewhere. */
    static final int UNBOUNDED = 10_000;
  }

  Screen(PrintWriter out, boolean isInPlace, boolean isUnicode) {
    this.out = out;
    this.isInPlace = isInPlace;
    this.isUnicode = isUnicode;
  }

  /** The terminal's, if stdout is one that can be drawn over. */
  public static Screen on(PrintWriter out) {
    return new Screen(
        out, isDrawable(System.getenv("TERM")), System.out.charset().name().startsWith("UTF"));
  }

  @SuppressWarnings("SystemConsoleNull") // JDK 25 went back to null where nobody is there
  private static boolean isDrawable(String kind) {
    var console = System.console();
    return console != null && console.isTerminal() && !"dumb".equals(kind);
  }

  /** As it is now: a window may be made wider or narrower at any time. */
  public Page page() {
    return new Page(isInPlace ? columns(System.getenv()) : Page.UNBOUNDED, isUnicode);
  }

  /** Draws over what was drawn before. */
  public void redraw(List<String> lines) {
    if (isInPlace) {
      out.print((isDrawn ? "" : CLEAR) + HOME);
      lines.forEach(line -> out.println(line + ERASE_LINE_END));
      out.print(ERASE_BELOW);
      out.flush();
    } else {
      if (isDrawn) {
        out.println();
      }
      print(lines);
    }
    isDrawn = true;
  }

  /** Prints below what was drawn before. */
  public void print(List<String> lines) {
    lines.forEach(out::println);
    out.flush();
  }

  /** Java does not know it. */
  private static int columns(Map<String, String> environment) {
    var size = SIZE.matcher(size());
    if (size.matches()) {
      return Integer.parseInt(size.group(2));
    }
    var columns = environment.getOrDefault("COLUMNS", "");
    return columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) : Terminal.DEFAULT_COLUMNS;
  }

  private static String size() {
    try {
      var stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!stty.waitFor(SIZE_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        stty.destroyForcibly();
        return "";
      }
      return new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException noSuchProgram) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
