package diner.worker;

import diner.producer.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a command of the producer said and how it ended, run in the test's own process. */
record Command(int code, String out, String err, Duration time) {

  /**
   * Runs one with a settings file.
   *
   * @param words of the command, with blanks between them
   */
  static Command run(String bootstrapServers, Path settings, String words) {
    return run(words(bootstrapServers, settings, words), new StringWriter());
  }

  static List<String> words(String bootstrapServers, Path settings, String words) {
    var all = new ArrayList<>(List.of(words.split(" ", -1)));
    all.addAll(List.of("-b", bootstrapServers, "--command-config", settings.toString()));
    return all;
  }

  /**
   * Runs one.
   *
   * @param out gets what it writes on stdout when it writes it
   */
  static Command run(List<String> words, StringWriter out) {
    var err = new StringWriter();
    var begun = System.nanoTime();
    var code =
        Main.run(
            Map.of(), new PrintWriter(out), new PrintWriter(err), words.toArray(String[]::new));
    return new Command(
        code, out.toString(), err.toString(), Duration.ofNanos(System.nanoTime() - begun));
  }
}
