package diner.producer.lag;

import diner.producer.KafkaConnection;
import diner.producer.OutputOption;
import diner.producer.TopicsOption;
import diner.producer.terminal.Screen;
import diner.shared.cli.ConnectionOptions;
import diner.shared.cli.DurationConverter;
import diner.shared.cli.ExitCode;
import diner.shared.cli.KafkaAccess;
import diner.shared.kafka.Right;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
          + " done: it is named), OK. --watch adds STALLED (nothing finished for"
          + " 10 s), BEHIND (more jobs come than are finished) and CATCHING-UP, the rates of the last"
          + " 10 s, and DRAIN, the time until all is finished at this rate.",
      "",
      "--check takes one look, for scripts and probes: comparisons (< <= > >= =) of unfinished,"
          + " oldest, commit-lag, done-ahead, members and status that must hold for each row. A row"
          + " that is UNKNOWN does not hold."
    },
    exitCodeList = {
      "0:looked, and every row holds",
      "1:Kafka is away, or refused",
      "2:wrong usage",
      "3:a row does not hold in --check",
      "130:interrupted, as --watch ends"
    },
    footer = {
      "Examples:",
      "  producer lag --watch",
      "  producer lag --check 'unfinished<1000,oldest<30s,status=OK'",
      "  producer lag --by partition -o json | jq '.[] | select(.unfinished > 0)'"
    })
public final class LagCommand implements Callable<Integer>, KafkaAccess.User {

  private static final Duration SHORTEST = Duration.ofMillis(100);

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
      description = "Looks again and again, until Ctrl-C.")
  private boolean isWatching;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      defaultValue = "1s",
      converter = DurationConverter.class,
      description = "From one look of --watch to the next (default: ${DEFAULT-VALUE}).")
  private Duration interval = Duration.ofSeconds(1);

  @Option(
      names = "--check",
      paramLabel = "CONDITIONS",
      description = "What must hold for each row, such as 'unfinished<1000,oldest<30s'.")
  private @Nullable String check;

  @Mixin private TopicsOption topics = new TopicsOption();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Override
  public Integer call() throws InterruptedException {
    var conditions = check == null ? null : conditions(check);
    if (interval.compareTo(SHORTEST) < 0) {
      throw wrong("--interval must be at least 100ms, was %dms".formatted(interval.toMillis()));
    }
    var settings = connection.settings();
    try (var kafka = KafkaConnection.open(settings);
        var reader = new LagReader(kafka.admin(), settings, topics.topics(), group)) {
      if (isWatching) {
        return watch(reader);
      }
      var look = reader.look();
      var lags = lags(look);
      print(look, lags);
      return conditions == null ? ExitCode.OK : judge(conditions, look, lags);
    }
  }

  @Override
  public KafkaAccess kafkaAccess() {
    var needed = new ArrayList<Right>();
    needed.add(Right.describeGroup(group));
    needed.addAll(LagReader.topicRights(topics.topics()));
    return new KafkaAccess(connection.settings(), needed);
  }

  private Conditions conditions(String text) {
    if (isWatching) {
      throw wrong("--check takes one look, it does not go with --watch");
    }
    try {
      return Conditions.parse(text);
    } catch (IllegalArgumentException e) {
      throw wrong("--check: " + e.getMessage());
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private int watch(LagReader reader) throws InterruptedException {
    var screen = Screen.on(spec.commandLine().getOut());
    var trend = new Trend();
    while (true) {
      var look = reader.look();
      var lags = trend.add(look, lags(look));
      if (output.isJson()) {
        screen.print(List.of(LagJson.array(look, lags).toString()));
      } else {
        screen.redraw(
            lags.isEmpty() ? List.of(nothing()) : LagText.lines(look, lags, screen.page()));
      }
      TimeUnit.MILLISECONDS.sleep(interval.toMillis());
    }
  }

  private void print(Look look, List<Lag> lags) {
    var out = spec.commandLine().getOut();
    if (output.isJson()) {
      out.println(LagJson.array(look, lags));
    } else if (lags.isEmpty()) {
      out.println(nothing());
    } else {
      LagText.lines(look, lags).forEach(out::println);
    }
  }

  private int judge(Conditions conditions, Look look, List<Lag> lags) {
    var broken = lags.isEmpty() ? List.of(nothing()) : conditions.broken(look, lags);
    var err = spec.commandLine().getErr();
    broken.forEach(err::println);
    return broken.isEmpty() ? ExitCode.OK : ExitCode.FINDINGS;
  }

  private List<Lag> lags(Look look) {
    return switch (by) {
      case TOPIC -> Lags.byTopic(look);
      case PARTITION -> Lags.byPartition(look);
    };
  }

  private String nothing() {
    return "no topics with prefix '%s'; 'producer topics create' makes them"
        .formatted(topics.topics().prefix());
  }
}
