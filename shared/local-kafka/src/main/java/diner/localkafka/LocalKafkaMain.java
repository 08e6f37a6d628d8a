package diner.localkafka;

import diner.shared.cli.ExitCode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code bin/kafka}: the local broker in the foreground. The main thread owns the broker; the
 * shutdown hook only asks it to stop and waits for that.
 */
@Command(
    name = "kafka",
    mixinStandardHelpOptions = true,
    versionProvider = LocalKafkaMain.Version.class,
    sortOptions = false,
    description = {
      "Runs Apache Kafka on this machine: the genuine broker, a single node, without Docker.",
      "",
      "It listens on 127.0.0.1 only. When it is ready it prints its address, 127.0.0.1:PORT, as the"
          + " only line on stdout. Ctrl-C or SIGTERM stops it. Topics are not created on the fly: a"
          + " worker makes its own when it starts.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  bin/kafka                        where clients look: localhost:9092",
      "  bin/kafka --data ~/diner-kafka   the jobs are still there the next time",
      "  bin/kafka --port 0               on a free port, which it prints",
      "",
      "Exit codes: 0 stopped on request, 1 can't start or Kafka failed, 2 wrong usage."
    })
public final class LocalKafkaMain implements Callable<Integer> {

  /** Longer than an orderly stop has ever taken, shorter than a person's patience. */
  private static final int STOP_LIMIT_SECONDS = 20;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec command;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where clients connect; 0 for a free port (default: ${DEFAULT-VALUE}).",
      defaultValue = "9092")
  private int port;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder of the topics, made where it is missing and used again by the next start. Without"
              + " it, a temporary folder that is deleted at the end.")
  private @Nullable Path data;

  @Option(
      names = "-X",
      paramLabel = "KEY=VALUE",
      description = "One broker setting, such as message.max.bytes=2097152. May be repeated.")
  private final Map<String, String> properties = new HashMap<>();

  private final CompletableFuture<Void> stopRequest = new CompletableFuture<>();
  private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();

  public static void main(String[] args) {
    // Before the first logger is made: only warnings, and those to stderr.
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "diner/localkafka/logback-foreground.xml");
    }
    System.exit(
        new CommandLine(new LocalKafkaMain())
            .setExecutionExceptionHandler(LocalKafkaMain::tell)
            .execute(args));
  }

  private static int tell(Exception failure, CommandLine commandLine, Object parsed)
      throws Exception {
    if (failure instanceof LocalKafkaException) {
      commandLine.getErr().println("kafka: " + failure.getMessage());
      return ExitCode.FAILURE;
    }
    throw failure;
  }

  @Override
  public Integer call() {
    var options = options();
    Runtime.getRuntime().addShutdownHook(new Thread(this::stopOnSignal, "stop"));
    try {
      exitCode.complete(run(options));
    } finally {
      exitCode.complete(ExitCode.FAILURE);
    }
    return exitCode.join();
  }

  private LocalKafka.Options options() {
    try {
      return new LocalKafka.Options(port, data, properties);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--port: " + e.getMessage(), e);
    }
  }

  private int run(LocalKafka.Options options) {
    try (var kafka = LocalKafka.start(options)) {
      if (!stopRequest.isDone()) {
        announce(kafka);
      }
      var fault = kafka.fatalFault();
      CompletableFuture.anyOf(stopRequest, fault).join();
      return fault.isDone() ? ExitCode.FAILURE : ExitCode.OK;
    }
  }

  private void announce(LocalKafka kafka) {
    var out = command.commandLine().getOut();
    out.println(kafka.bootstrapServers());
    out.flush();
    var err = command.commandLine().getErr();
    err.println(
        "Kafka is ready on "
            + kafka.bootstrapServers()
            + (data == null ? ", its data is temporary" : ", its data in " + data)
            + "; Ctrl-C stops it.");
    err.flush();
  }

  /** Runs at every end of the JVM; an end by SIGTERM or SIGINT begins here. */
  private void stopOnSignal() {
    stopRequest.complete(null);
    var code = ExitCode.FAILURE;
    try {
      code = exitCode.get(STOP_LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      System.err.println("kafka: did not stop within " + STOP_LIMIT_SECONDS + " s, gave up");
      code = ExitCode.TIMEOUT;
    } catch (ExecutionException | InterruptedException e) {
      System.err.println("kafka: stopped waiting for its end: " + e);
    }
    // Without this the JVM would answer a signal with 143 or 130, as if it had been cut short.
    Runtime.getRuntime().halt(code);
  }

  /** Our version, as the jar's manifest has it. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      var version = LocalKafkaMain.class.getPackage().getImplementationVersion();
      return new String[] {"Diner's local Kafka " + (version == null ? "(from classes)" : version)};
    }
  }
}
