package diner.producer;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One run of the command line in this JVM: its exit code, and what it wrote. */
public record CliRun(int code, String out, String err) {

  public static CliRun of(String... args) {
    return with(Map.of(), args);
  }

  public static CliRun with(Map<String, String> environment, String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    var code = Main.run(environment, new PrintWriter(out), new PrintWriter(err), args);
    return new CliRun(code, out.toString(), err.toString());
  }

  /** A run against the broker at that address. */
  public static CliRun at(String bootstrapServers, String... args) {
    var all = new ArrayList<>(List.of(args));
    all.add("--bootstrap-server");
    all.add(bootstrapServers);
    return of(all.toArray(String[]::new));
  }

  public List<String> outLines() {
    return out.lines().toList();
  }
}
