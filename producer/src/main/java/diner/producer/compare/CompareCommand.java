package diner.producer.compare;

import diner.producer.OutputOption;
import diner.shared.cli.ConnectionOptions;
import diner.shared.cli.DurationConverter;
import diner.shared.message.CleaningOrder.SeededHouse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code compare}: reads the command line; {@link Compare} does the work. */
@Command(
    name = "compare",
    description = {
      "Measures both kinds one at a time, overlapped on one thread, in parallel on several, and in"
          + " two worker processes, and says what follows from the numbers.",
      "It starts workers and a kitchen itself, on topics and in a group of its own"
          + " (compare-<random>), which it deletes in the end. A cell is the time from the first"
          + " job's start to the last one's end, after a few jobs that are not counted."
    },
    exitCodeList = {
      "0:measured",
      "1:Kafka is away or refused, or a worker ended",
      "2:wrong usage, or no worker to start is known",
      "3:a job failed",
      "124:a worker did not get ready, or jobs were not done in time",
      "130:interrupted; the workers are stopped, the topics deleted"
    },
    footer = {
      "Examples:",
      "  producer compare",
      "  producer compare --burgers 100 --kitchen-delay 500ms --svg timeline.svg",
      "  producer compare -o json | jq '.cells[] | {setting, kind, micros, gain}'"
    })
public final class CompareCommand implements Callable<Integer> {

  private static final double DIRT = 0.2;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

  @Option(
      names = "--burgers",
      paramLabel = "N",
      defaultValue = "20",
      description = "Jobs that wait, in each cell (default: ${DEFAULT-VALUE}).")
  private int burgers = 20;

  @Option(
      names = "--kitchen-delay",
      paramLabel = "DURATION",
      defaultValue = "100ms",
      converter = DurationConverter.class,
      description = "How long each of them waits (default: ${DEFAULT-VALUE}).")
  private Duration kitchenDelay = Duration.ofMillis(100);

  @Option(
      names = "--houses",
      paramLabel = "N",
      defaultValue = "8",
      description = "Jobs that compute, in each cell (default: ${DEFAULT-VALUE}).")
  private int houses = 8;

  @Option(
      names = "--rooms",
      paramLabel = "N",
      defaultValue = "4",
      description = "Rooms of a house, 1 to 256 (default: ${DEFAULT-VALUE}).")
  private int rooms = 4;

  @Option(
      names = "--width",
      paramLabel = "PIXELS",
      defaultValue = "2048",
      description = "Width of a house (default: ${DEFAULT-VALUE}).")
  private int width = 2048;

  @Option(
      names = "--height",
      paramLabel = "PIXELS",
      defaultValue = "2048",
      description = "Height of a house (default: ${DEFAULT-VALUE}).")
  private int height = 2048;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads, and cleaners, \"in parallel\" (default: number of processors).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "How often each cell is measured; the median counts (default: ${DEFAULT-VALUE}).")
  private int rounds = 3;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "2m",
      converter = DurationConverter.class,
      description = "How long the jobs of one cell may take (default: ${DEFAULT-VALUE}).")
  private Duration timeout = Duration.ofMinutes(2);

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      description = "Also draw the timeline: a lane for each thread, a bar for each piece of work.")
  private @Nullable Path svg;

  @Option(names = "--force", description = "Let --svg take the place of a file that exists.")
  private boolean isForced;

  @Option(
      names = "--worker",
      paramLabel = "COMMAND",
      description = "What starts a worker (default: the bin/worker beside bin/producer).")
  private @Nullable String worker;

  @Mixin private OutputOption output = new OutputOption();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Override
  public Integer call() throws InterruptedException, IOException {
    var request =
        new Compare.Request(
            plan(), worker(), timeout, output.format(), svg == null ? null : checked(svg));
    var command = spec.commandLine();
    return new Compare(connection.settings(), request, command.getOut(), command.getErr()).run();
  }

  private Plan plan() {
    try {
      var house = new SeededHouse(rooms, width, height, DIRT, 1);
      return new Plan(burgers, kitchenDelay, houses, house, threads, rounds);
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private WorkerCommand worker() {
    return WorkerCommand.find(worker, System.getProperty(WorkerCommand.PROPERTY))
        .orElseThrow(() ->
            usage(
                "no worker to start is known here: run the bin/producer of a checkout, or name one"
                    + " with --worker COMMAND"));
  }

  private SvgFile checked(Path svg) {
    var file = new SvgFile(svg, isForced);
    try {
      file.check();
      return file;
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
