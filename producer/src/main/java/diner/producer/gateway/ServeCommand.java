package diner.producer.gateway;

import diner.producer.TopicsOption;
import diner.shared.cli.ConnectionOptions;
import diner.shared.cli.DurationConverter;
import diner.shared.cli.KafkaAccess;
import diner.shared.kafka.Right;
import diner.shared.message.BurgersOrder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code serve}: reads the command line; {@link Gateway} does the work. */
@Command(
    name = "serve",
    description = {
      "Runs the HTTP gateway until SIGTERM or Ctrl-C; then it answers those who wait, and ends.",
      "GET /burgers?number=2 enqueues a job, waits for its reply and returns {\"burgers\":[...]}."
          + " Thousands of requests wait at once on one thread. POST /jobs/KIND enqueues a job of"
          + " any kind, GET /jobs/ID has its reply; /openapi.json says it all. When it is ready, it"
          + " prints its URL as the only line on stdout.",
      "",
      "/ is a page that shows the work of all workers as it goes on: open it in a browser. It reads"
          + " the replies and the lag from Kafka, and changes nothing."
    },
    exitCodeList = {
      "0:stopped on request",
      "1:Kafka is away at the start, or the port is taken",
      "2:wrong usage, or open to the network without a token"
    },
    footer = {
      "Examples:",
      "  producer serve",
      "  curl 'http://127.0.0.1:8080/burgers?number=2'",
      "  curl --json '{\"number\":2}' http://127.0.0.1:8080/jobs/burgers",
      "  producer serve --port 0 --limit 500 --timeout 5s",
      "  producer serve --host 0.0.0.0 --token-file token.txt"
    })
public final class ServeCommand implements Callable<Integer>, KafkaAccess.User {

  private static final int MOST_WAITING = 1_000_000;
  private static final int MOST_PAGES = 1_000;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "5000",
      description = "Requests that may wait at once; more get 503 (default: ${DEFAULT-VALUE}).")
  private int limit = 5000;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "30s",
      converter = DurationConverter.class,
      description = "How long a request waits before it gets 504 (default: ${DEFAULT-VALUE}).")
  private Duration timeout = Duration.ofSeconds(30);

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = DurationConverter.class,
      description = "How long requests may still wait once stopped (default: ${DEFAULT-VALUE}).")
  private Duration grace = Duration.ofSeconds(10);

  @Option(
      names = "--group",
      paramLabel = "GROUP",
      defaultValue = "workers",
      description = "Group of the workers that the dashboard shows (default: ${DEFAULT-VALUE}).")
  private String group = "workers";

  @Option(
      names = "--dashboard-clients",
      paramLabel = "N",
      defaultValue = "50",
      description =
          "Pages of the dashboard that may be open at once; more get 503 (default:"
              + " ${DEFAULT-VALUE}).")
  private int dashboardClients = 50;

  @Mixin private DoorOptions door = new DoorOptions();
  @Mixin private TopicsOption topics = new TopicsOption();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Override
  public Integer call() throws InterruptedException {
    if (limit < 1 || limit > MOST_WAITING) {
      throw usage("--limit must be 1 to %d, was %d".formatted(MOST_WAITING, limit));
    }
    if (dashboardClients < 1 || dashboardClients > MOST_PAGES) {
      throw usage(
          "--dashboard-clients must be 1 to %d, was %d".formatted(MOST_PAGES, dashboardClients));
    }
    if (timeout.isZero()) {
      throw usage("--timeout must be above 0");
    }
    // Before the first logger: a service tells of its life, a command does not.
    System.setProperty("diner.log.level", System.getProperty("diner.log.level", "INFO"));
    var dashboard = new GatewayOptions.Dashboard(group, dashboardClients);
    var options = new GatewayOptions(door.door(), limit, timeout, grace, dashboard);
    var command = spec.commandLine();
    return new Gateway(
            connection.settings(), topics.topics(), options, command.getOut(), command.getErr())
        .run();
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  @Override
  public KafkaAccess kafkaAccess() {
    return new KafkaAccess(
        connection.settings(),
        List.of(
            Right.writeTopic(topics.topics().jobs(BurgersOrder.KIND)),
            Right.readTopic(topics.topics().replies())));
  }
}
