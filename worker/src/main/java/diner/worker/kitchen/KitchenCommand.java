package diner.worker.kitchen;

import diner.shared.cli.DurationConverter;
import diner.shared.cli.ExitCode;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code worker kitchen}: runs the small kitchen alone until SIGTERM or Ctrl-C. */
@Command(
    name = "kitchen",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs a small kitchen: GET /burgers?number=2 is answered after a delay.",
      "Prints its URL when it is ready and runs until it is told to stop."
    },
    footer = {
      "",
      "Example:",
      "  bin/worker kitchen --port 8090 --delay 1s &",
      "  bin/worker --kitchen-url http://127.0.0.1:8090"
    })
public final class KitchenCommand implements Callable<Integer> {

  private static final Duration START_LIMIT = Duration.ofSeconds(10);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec command;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = KitchenOptions.DEFAULT_HOST,
      description = "Address to listen on (default: ${DEFAULT-VALUE}).")
  private String host = KitchenOptions.DEFAULT_HOST;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8090",
      description = "Port to listen on; 0: a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--delay",
      paramLabel = "DURATION",
      defaultValue = "500ms",
      converter = DurationConverter.class,
      description = "How long each order takes (default: ${DEFAULT-VALUE}).")
  private Duration delay = KitchenOptions.DEFAULT_DELAY;

  @Option(
      names = "--fail",
      paramLabel = "SHARE",
      defaultValue = "0",
      description = "Share of the orders that are answered 503, 0 to 1 (default: none).")
  private double failShare;

  @Option(names = "--stall", description = "Takes orders and never answers.")
  private boolean isStalled;

  @Option(names = "--http1", description = "Speaks HTTP/1.1 only, as many services do.")
  private boolean isHttp1Only;

  @Override
  public Integer call() throws InterruptedException {
    var options = options();
    var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    var starting = Kitchen.start(vertx, options);
    try {
      var url = starting.await(START_LIMIT).url();
      endCleanlyWhenTold(vertx);
      command.commandLine().getOut().println(url);
      command.commandLine().getOut().flush();
    } catch (TimeoutException e) {
      return refuse(vertx, "not listening after " + START_LIMIT.toSeconds() + " s");
    } catch (Exception e) { // Future.await rethrows a bind error as it is, checked or not
      return refuse(vertx, String.valueOf(e.getMessage()));
    }
    new CountDownLatch(1).await(); // the end is the shutdown hook's
    return ExitCode.OK;
  }

  private int refuse(Vertx vertx, String cause) {
    command
        .commandLine()
        .getErr()
        .printf(
            "kitchen: can't listen on %s:%d: %s; choose another with --host and --port, or --port 0%n",
            host, port, cause);
    vertx.close();
    return ExitCode.FAILURE;
  }

  /** The JVM would end with 143 on SIGTERM; being told to stop is no failure. */
  private static void endCleanlyWhenTold(Vertx vertx) {
    var hook =
        new Thread(
            () -> {
              try {
                vertx.close().await(STOP_LIMIT);
              } catch (Exception e) {
                // Nothing is lost with the sockets; the process ends either way.
              }
              Runtime.getRuntime().halt(ExitCode.OK);
            },
            "kitchen-stop");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private KitchenOptions options() {
    try {
      return new KitchenOptions(host, port, delay, failShare, isStalled, isHttp1Only);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }
}
