package diner.bench;

import diner.bench.report.Machine;
import diner.bench.report.Result;
import diner.bench.report.Row;
import diner.bench.report.Unit;
import diner.bench.rival.RivalCommand;
import diner.bench.stage.OthersCpu;
import diner.bench.stage.Stage;
import diner.shared.cli.ExitCode;
import diner.shared.cli.RunErrors;
import diner.shared.cli.SignalledRun;
import diner.shared.cli.UsageErrors;
import diner.shared.cli.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bin/bench}: measures a deployment on this machine and holds the figures against bars. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpWidth = 80,
    subcommands = RivalCommand.class,
    synopsisSubcommandLabel = "",
    description = {
      "Measures Diner on this machine: starts Kafka, a kitchen and workers as real",
      "processes on free ports of 127.0.0.1, enqueues jobs, and reads the times from",
      "the replies. Ends all it started. About half an hour for everything.",
      "",
      "Figures are only as good as the machine is quiet: run nothing beside it. Rows",
      "named 'baseline' are measured in the same run; compare with them, not with",
      "figures of other machines. worker/docs/benchmarks.md explains each scenario.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  bin/bench",
      "  bin/bench overlap cleaners --rounds 9",
      "  bin/bench mixed --worker-java '-XX:+UseParallelGC -Xmx512m' -o json"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every bar holds",
      "1:a process failed, or a job did",
      "2:wrong usage",
      "3:measured, and a bar does not hold",
      "124:waited too long",
      "130:interrupted"
    })
public final class Main implements Callable<Integer> {

  private static final List<Scenario> SCENARIOS =
      List.of(
          new Overlap(),
          new Cleaning(),
          new Mixed(),
          new Busy(),
          new Requests(),
          new Throughput(),
          new Noop(),
          new Poison(),
          new MapCost());

  /** How the result is written to stdout. */
  enum Format {
    TABLE,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The scenarios' names, for {@code --help} and for shells that complete. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return SCENARIOS.stream().map(Scenario::name).iterator();
    }
  }

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec command;

  @Parameters(
      paramLabel = "SCENARIO",
      completionCandidates = Names.class,
      description = "What to measure: ${COMPLETION-CANDIDATES} (default: all).")
  private List<String> names = List.of();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Rounds of each measurement, after the warm-up (default: ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(
      names = "--worker-java",
      paramLabel = "FLAGS",
      defaultValue = "",
      description = "More flags for the workers' Java, to compare with.")
  private String workerJava = "";

  @Option(
      names = "--logs",
      paramLabel = "DIR",
      description = "Folder for the processes' logs, kept (default: a temporary one).")
  private @Nullable Path logs;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "How the result is written: ${COMPLETION-CANDIDATES} (default: table).")
  private Format format = Format.TABLE;

  private Main() {}

  public static void main(String[] args) {
    // The worker's jar, whose cleaning is a baseline here, brings a configuration of its own.
    System.setProperty("logback.configurationFile", "logback-bench.xml");
    System.exit(
        new SignalledRun(() ->
            new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(new UsageErrors())
                .setExecutionExceptionHandler(new RunErrors())
                .execute(args))
            .exitCode());
  }

  @Override
  public Integer call() throws Exception {
    var chosen = chosen();
    if (rounds < 1) {
      throw wrong("--rounds must be at least 1, was " + rounds);
    }
    var result = new Result(Machine.here(), measure(chosen));
    var out = command.commandLine().getOut();
    out.print(format == Format.JSON ? result.toJson() + System.lineSeparator() : result.toTable());
    out.flush();
    result.broken().forEach(row -> note("does not hold: " + row));
    return result.holds() ? ExitCode.OK : ExitCode.FINDINGS;
  }

  private List<Row> measure(List<Scenario> chosen) throws Exception {
    var folder =
        logs == null
            ? Files.createTempDirectory("diner-bench-")
            : Files.createDirectories(logs).toAbsolutePath();
    var launchers = Path.of(System.getProperty("diner.root", ""), "bin").toAbsolutePath();
    var rows = new ArrayList<Row>();
    note("starting Kafka");
    try (var stage = Stage.open(new Stage.Place(launchers, folder), workerJava)) {
      for (var scenario : chosen) {
        try (var scene = stage.scene(scenario.name())) {
          rows.addAll(measure(scenario, scene));
        }
      }
    } catch (Exception e) {
      note("the logs of all processes are in " + folder);
      throw e;
    }
    if (logs == null) {
      delete(folder);
    }
    return rows;
  }

  private List<Row> measure(Scenario scenario, Stage scene) throws Exception {
    var others = new OthersCpu();
    var rows = new ArrayList<>(scenario.run(scene, new Rounds(rounds, this::note)));
    var cores = others.cores(); // while the scene's processes are there to be told from others
    if (cores.isPresent()) {
      rows.add(
          Row.of(
              scenario.name(),
              "busy with others' work meanwhile (quiet: 0)",
              cores.getAsDouble(),
              Unit.CORES));
    }
    return rows;
  }

  private List<Scenario> chosen() {
    for (var name : names) {
      if (SCENARIOS.stream().noneMatch(scenario -> scenario.name().equals(name))) {
        throw wrong(
            "no scenario '%s', expected some of: %s"
                .formatted(name, String.join(", ", new Names())));
      }
    }
    return SCENARIOS.stream()
        .filter(scenario -> names.isEmpty() || names.contains(scenario.name()))
        .toList();
  }

  private void note(String line) {
    var err = command.commandLine().getErr();
    err.println("bench: " + line);
    err.flush();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  private static void delete(Path folder) {
    try (var all = Files.walk(folder)) {
      for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't delete " + folder + ": " + e.getMessage(), e);
    }
  }
}
