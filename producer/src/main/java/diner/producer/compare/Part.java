package diner.producer.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import diner.producer.terminal.Plain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A process of the comparison's own: the kitchen, or a worker. Owned by the {@link Crew}. */
record Part(String name, Process process, Path out, Path log) {

  private static final int MAX_LINE = 200;

  /** Its first whole line on stdout, once it is there. */
  Optional<String> firstLine() {
    try {
      var text = Files.readString(out, UTF_8);
      var end = text.indexOf('\n');
      return end < 0 ? Optional.empty() : Optional.of(text.substring(0, end).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it last had to say; may be empty. */
  String lastWords() {
    try (var lines = Files.lines(log, UTF_8)) {
      return lines
          .filter(line -> !line.isBlank())
          .reduce("", (_, later) -> Plain.line(later, MAX_LINE));
    } catch (IOException | UncheckedIOException unreadable) {
      return "";
    }
  }

  /** Asks it to end. */
  void terminate() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }

  /** Waits for its end, so long at most, and kills it then. */
  void end(long nanos) throws InterruptedException {
    if (!process.waitFor(Math.max(0, nanos), TimeUnit.NANOSECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
  }
}
