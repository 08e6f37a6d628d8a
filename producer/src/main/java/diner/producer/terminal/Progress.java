package diner.producer.terminal;

import diner.producer.OutputFormat;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * One line on stderr, redrawn in place at most ten times a second; nothing where nobody watches.
 * Without colours. A class of our own: the usual library brings 450 kB of jline and its native code
 * along, for one line. Owned by the command's thread.
 */
public final class Progress {

  private static final long REDRAW_NANOS = Duration.ofMillis(100).toNanos();
  private static final String ERASE_LINE = "\r\033[K";
  private static final int MAX_BAR = 24;
  private static final int MIN_BAR = 5;

  private final PrintWriter err;
  private final Terminal terminal;
  private final LongSupplier nanoClock;
  private final long begunAt;
  private long drawnAt;
  private boolean isDrawn;

  public Progress(PrintWriter err, Terminal terminal, LongSupplier nanoClock) {
    this.err = err;
    this.terminal = terminal;
    this.nanoClock = nanoClock;
    this.begunAt = nanoClock.getAsLong();
    this.drawnAt = begunAt - REDRAW_NANOS;
  }

  /** A progress line on stderr, shown if stderr is a terminal. */
  public static Progress on(PrintWriter err) {
    return new Progress(err, Terminal.ofStderr(System.getenv()), System::nanoTime);
  }

  /** The same for a command whose data, in this format, may come while it goes on. */
  public static Progress on(PrintWriter err, OutputFormat format) {
    var terminal = Terminal.ofStderr(System.getenv());
    return new Progress(
        err,
        switch (format) {
          case TABLE -> terminal;
          case JSON -> terminal.besideData();
        },
        System::nanoTime);
  }

  /**
   * Shows how far it is.
   *
   * @param total 0 where nobody knows
   * @param rest such as {@code 2 failed}; may be empty
   */
  public void show(String label, long done, long total, String rest) {
    var now = nanoClock.getAsLong();
    if (!terminal.isWatched() || now - drawnAt < REDRAW_NANOS) {
      return;
    }
    drawnAt = now;
    isDrawn = true;
    err.print(ERASE_LINE + line(label, done, total, rest, Duration.ofNanos(now - begunAt)));
    err.flush();
  }

  /** A line for the person that stays, above the progress. */
  public void note(String line) {
    clear();
    err.println(line);
    err.flush();
  }

  /** Takes the progress away; what is printed next begins at the left edge. */
  public void clear() {
    if (isDrawn) {
      err.print(ERASE_LINE);
      err.flush();
      isDrawn = false;
      drawnAt -= REDRAW_NANOS;
    }
  }

  String line(String label, long done, long total, String rest, Duration elapsed) {
    var counts = total > 0 ? done + "/" + total : Long.toString(done);
    var text = " %s%s  %s".formatted(counts, rest.isEmpty() ? "" : "  " + rest, seconds(elapsed));
    var room = terminal.columns() - 1 - label.length() - text.length() - 3;
    var bar = total > 0 && room >= MIN_BAR ? " " + bar(done, total, Math.min(MAX_BAR, room)) : "";
    var line = label + bar + text;
    return line.length() < terminal.columns() ? line : line.substring(0, terminal.columns() - 1);
  }

  private String bar(long done, long total, int width) {
    var full = (int) (Math.min(done, total) * width / total);
    return terminal.isUnicode()
        ? "▕" + "█".repeat(full) + "░".repeat(width - full) + "▏"
        : "[" + "#".repeat(full) + "-".repeat(width - full) + "]";
  }

  private static String seconds(Duration elapsed) {
    return String.format(Locale.ROOT, "%.1fs", elapsed.toMillis() / 1000.0);
  }
}
