package diner.producer.lag;

import diner.producer.KafkaConnection;
import diner.producer.OutputOption;
import diner.producer.TopicsOption;
import diner.shared.cli.ConnectionOptions;
import diner.shared.cli.ExitCode;
import diner.shared.cli.KafkaAccess;
import diner.shared.kafka.Right;
import diner.shared.message.BurgersOrder;
import diner.shared.message.CleaningOrder;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lag}: how far the workers are behind. */
@Command(
    name = "lag",
    description = {
      "Shows how far the workers are behind: jobs not finished, and how old the oldest is.",
      "",
      "UNFINISHED counts jobs, COMMIT LAG is what kafka-consumer-groups prints. STATUS is, first"
          + " match: UNKNOWN, LOST (records deleted before they were worked on), STOPPED (unfinished"
          + " and no live worker), PARKED (the oldest job waits for its not-before or its next"
          + " attempt), BLOCKED (one job is open for over 10 s while jobs behind it are"
          + " done: it is named), OK."
    },
    exitCodeList = {
      "0:looked",
      "1:Kafka is away, or refused",
      "2:wrong usage",
      "130:interrupted, as --watch ends"
    },
    footer = {
      "Examples:",
      "  producer lag --watch",
      "  producer lag --by partition -o json | jq '.[] | select(.unfinished > 0)'"
    })
public final class LagCommand implements Callable<Integer>, KafkaAccess.User {

  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** What a row is. */
  enum By {
    TOPIC,
    PARTITION;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

  @Option(
      names = "--by",
      paramLabel = "WHAT",
      defaultValue = "topic",
      description = "A row for each ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private By by = By.TOPIC;

  @Option(
      names = "--group",
      paramLabel = "GROUP",
      defaultValue = "workers",
      description =
          "Group of the workers; topics it has committed are shown too, whatever their prefix"
              + " (default: ${DEFAULT-VALUE}).")
  private String group = "workers";

  @Option(
      names = "--watch",
      fallbackValue = "true",
      description = "Looks every second until Ctrl-C.")
  private boolean isWatching;

  @Mixin private TopicsOption topics = new TopicsOption();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Override
  public Integer call() throws InterruptedException {
    var settings = connection.settings();
    try (var kafka = KafkaConnection.open(settings);
        var reader = new LagReader(kafka.admin(), settings, topics.topics(), group)) {
      var screen = new Screen(spec.commandLine().getOut(), isWatching);
      do {
        show(reader.look(), screen);
      } while (isWatching && pause());
      return ExitCode.OK;
    }
  }

  @Override
  public KafkaAccess kafkaAccess() {
    var needed = new ArrayList<Right>();
    needed.add(Right.describeGroup(group));
    for (var kind : List.of(BurgersOrder.KIND, CleaningOrder.KIND)) {
      needed.add(Right.readTopic(topics.topics().jobs(kind)));
    }
    return new KafkaAccess(connection.settings(), needed);
  }

  private void show(Look look, Screen screen) {
    var lags =
        switch (by) {
          case TOPIC -> Lags.byTopic(look);
          case PARTITION -> Lags.byPartition(look);
        };
    if (output.isJson()) {
      screen.print(List.of(LagJson.array(look, lags).toString()));
    } else if (lags.isEmpty()) {
      screen.redraw(
          List.of(
              "no topics with prefix '%s'; 'producer topics create' makes them"
                  .formatted(topics.topics().prefix())));
    } else {
      screen.redraw(LagText.lines(look, lags));
    }
  }

  private static boolean pause() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
    return true;
  }

  /**
   * Draws over itself from the terminal's first line on, since nobody counts the lines that a
   * narrow one wraps; elsewhere one look below the other.
   */
  private static final class Screen {

    private static final String CLEAR = "\u001b[2J";
    private static final String HOME = "\u001b[H";
    private static final String ERASE_LINE_END = "\u001b[K";
    private static final String ERASE_BELOW = "\u001b[J";

    private final PrintWriter out;
    private final boolean isInPlace;
    private boolean isDrawn;

    @SuppressWarnings("SystemConsoleNull") // JDK 25 went back to null where nobody is there
    private Screen(PrintWriter out, boolean isWatching) {
      this.out = out;
      var console = System.console();
      this.isInPlace =
          isWatching
              && console != null
              && console.isTerminal()
              && !"dumb".equals(System.getenv("TERM"));
    }

    private void redraw(List<String> lines) {
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

    private void print(List<String> lines) {
      lines.forEach(out::println);
      out.flush();
    }
  }
}
