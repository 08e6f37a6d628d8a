package diner.worker;

import diner.shared.cli.CommandFailure;
import diner.shared.cli.EnvironmentDefaults;
import diner.shared.cli.ExitCode;
import diner.shared.cli.RunErrors;
import diner.shared.cli.UsageErrors;
import diner.shared.cli.Version;
import diner.worker.kitchen.KitchenCommand;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bin/worker}: runs a worker until SIGTERM or Ctrl-C. */
@Command(
    name = "worker",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    usageHelpWidth = 80,
    subcommands = KitchenCommand.class,
    description = {
      "Takes jobs from Kafka, does them and replies. Jobs that wait overlap on an",
      "event loop, jobs that compute are spread over the cleaners.",
      "Every option has an environment name: --waiting-limit is WORKER_WAITING_LIMIT."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  bin/worker -b localhost:9092",
      "  bin/worker --kitchen-url http://kitchen:8090 --waiting-limit 2000",
      "  bin/worker --topics jobs.cleaning --cleaners 8",
      "  bin/worker --handlers ~/kinds"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:stopped, and all that ran was finished",
      "1:Kafka refused, or a part of the worker died",
      "2:wrong usage",
      "124:stopped, and the grace time was too short"
    })
public final class Main implements Callable<Integer> {

  /** What stopping may take beyond the grace time before the process ends all the same. */
  private static final long CLOSING_MILLIS = 10_000;

  @Mixin private final WorkerOptions options = new WorkerOptions();

  private Main() {}

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Main())
            .setDefaultValueProvider(new EnvironmentDefaults("WORKER", System.getenv()))
            .setAllowSubcommandsAsOptionParameters(true)
            .setParameterExceptionHandler(new UsageErrors())
            .setExecutionExceptionHandler(new RunErrors())
            .execute(args));
  }

  @Override
  public Integer call() throws Exception {
    options.validate();
    var worker = new Worker(options);
    var code = new CompletableFuture<Integer>();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(worker, code), "stop"));
    try {
      code.complete(worker.run());
    } catch (Throwable e) {
      code.complete(e instanceof CommandFailure failure ? failure.exitCode() : ExitCode.FAILURE);
      throw e;
    }
    return code.get();
  }

  /**
   * On a signal, and at every other end: the JVM would report the signal as its exit code, and what
   * counts is whether the work was finished.
   */
  private void stop(Worker worker, CompletableFuture<Integer> code) {
    worker.stop();
    int exitCode;
    try {
      exitCode = code.get(options.grace().toMillis() + CLOSING_MILLIS, TimeUnit.MILLISECONDS);
    } catch (Exception tooLong) {
      exitCode = ExitCode.TIMEOUT;
    }
    Runtime.getRuntime().halt(exitCode);
  }
}
