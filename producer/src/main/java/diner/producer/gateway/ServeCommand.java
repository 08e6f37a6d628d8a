package diner.producer.gateway;

import diner.producer.TopicsOption;
import diner.shared.cli.ConnectionOptions;
import diner.shared.cli.DurationConverter;
import java.time.Duration;
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
          + " Thousands of requests wait at once on one thread. When it is ready, it prints its URL"
          + " as the only line on stdout.",
      "",
      "/ is a page that shows the work of all workers as it goes on: open it in a browser. It reads"
          + " the replies and the lag from Kafka, and changes nothing."
    },
    exitCodeList = {
      "0:stopped on request",
      "1:Kafka is away at the start, or the port is taken",
      "2:wrong usage"
    },
    footer = {
      "Examples:",
      "  producer serve",
      "  curl 'http://127.0.0.1:8080/burgers?number=2'",
      "  producer serve --port 0 --limit 500 --timeout 5s"
    })
public final class ServeCommand implements Callable<Integer> {

  private static final int MAX_PORT = 65_535;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "Address to listen on (default: ${DEFAULT-VALUE}).")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      defaultValue = "8080",
      description = "Port to listen on; 0: a free one (default: ${DEFAULT-VALUE}).")
  private int port = 8080;

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

  @Mixin private TopicsOption topics = new TopicsOption();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Override
  public Integer call() throws InterruptedException {
    requireBetween("--port", port, 0, MAX_PORT);
    requireBetween("--limit", limit, 1, 1_000_000);
    requireBetween("--dashboard-clients", dashboardClients, 1, 1_000);
    if (timeout.isZero()) {
      throw new ParameterException(spec.commandLine(), "--timeout must be above 0");
    }
    // Before the first logger: a service tells of its life, a command does not.
    System.setProperty("diner.log.level", System.getProperty("diner.log.level", "INFO"));
    var dashboard = new GatewayOptions.Dashboard(group, dashboardClients);
    var options = new GatewayOptions(host, port, limit, timeout, grace, dashboard);
    var command = spec.commandLine();
    return new Gateway(
            connection.settings(), topics.topics(), options, command.getOut(), command.getErr())
        .run();
  }

  private void requireBetween(String option, int value, int from, int to) {
    if (value < from || value > to) {
      throw new ParameterException(
          spec.commandLine(), "%s must be %d to %d, was %d".formatted(option, from, to, value));
    }
  }
}
