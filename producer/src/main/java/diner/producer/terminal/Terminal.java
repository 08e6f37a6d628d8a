package diner.producer.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Whether somebody looks at stderr, and how wide a line may be there. Java only tells whether stdin
 * and stdout both are terminals, but {@code producer … | jq} still shows its progress.
 */
public record Terminal(boolean isWatched, int columns, boolean isUnicode) {

  /** Right on any terminal that is not narrower than people use. */
  static final int DEFAULT_COLUMNS = 60;

  private static final Path STDOUT = Path.of("/proc/self/fd/1");
  private static final Path STDERR = Path.of("/proc/self/fd/2");

  /** What stderr is connected to. */
  public static Terminal ofStderr(Map<String, String> environment) {
    var dumb = "dumb".equals(environment.get("TERM"));
    var columns = environment.getOrDefault("COLUMNS", "");
    return new Terminal(
        !dumb && isTerminal(STDERR),
        columns.matches("[1-9]\\d{1,3}")
            ? Math.min(DEFAULT_COLUMNS, Integer.parseInt(columns))
            : DEFAULT_COLUMNS,
        System.err.charset().name().startsWith("UTF"));
  }

  /** The same for a command that writes data while it goes on: on one screen they would mingle. */
  public Terminal besideData() {
    return new Terminal(isWatched && !isTerminal(STDOUT), columns, isUnicode);
  }

  @SuppressWarnings("SystemConsoleNull") // JDK 25 went back to null where nobody is there
  private static boolean isTerminal(Path descriptor) {
    try {
      var target = Files.readSymbolicLink(descriptor).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException noProcFileSystem) {
      var console = System.console();
      return console != null && console.isTerminal();
    }
  }
}
