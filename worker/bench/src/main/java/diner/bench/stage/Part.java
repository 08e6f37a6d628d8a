package diner.bench.stage;

import diner.shared.cli.CommandFailure;
import diner.shared.cli.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One process of the deployment, started by the launcher that users start it with, so that it runs
 * with the same flags. Its log goes to a file. Ended by its process, never by a name.
 */
public final class Part implements AutoCloseable {

  private static final Duration READY_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(40);
  private static final Duration LOG_INTERVAL = Duration.ofMillis(100);
  private static final int LOG_LINES = 15;

  private final String name;
  private final Process process;
  private final Path log;

  private Part(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it and returns at once.
   *
   * @param javaOptions flags for its Java, beside the launcher's own
   */
  static Part start(
      String name, Path logs, String javaOptions, Path launcher, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(launcher.toString());
    command.addAll(arguments);
    var log = logs.resolve(name + ".log");
    var builder = new ProcessBuilder(command).redirectError(log.toFile()).directory(logs.toFile());
    builder.environment().keySet().removeIf(Part::isForeign);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("WORKER_HTTP_PORT", "0");
    if (!javaOptions.isEmpty()) {
      builder.environment().put("JAVA_OPTS", javaOptions);
    }
    try {
      return new Part(name, builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException("can't start " + launcher + ": " + e.getMessage(), e);
    }
  }

  /** What was set for other parts must not change what is measured. */
  private static boolean isForeign(String variable) {
    return variable.startsWith("WORKER_")
        || List.of("JAVA_OPTS", "KITCHEN_URL", "KAFKA_BOOTSTRAP_SERVERS").contains(variable);
  }

  /** The one line it prints when it is ready, such as its address. */
  String readyLine() throws InterruptedException {
    var line = new CompletableFuture<@Nullable String>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            line.complete(process.inputReader(StandardCharsets.UTF_8).readLine());
          } catch (IOException e) {
            line.completeExceptionally(e);
          }
        });
    try {
      var text = line.get(READY_LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (text == null) {
        throw failure("ended unasked", ExitCode.FAILURE);
      }
      return text;
    } catch (TimeoutException e) {
      throw failure("was not ready within " + READY_LIMIT.toSeconds() + " s", ExitCode.TIMEOUT);
    } catch (ExecutionException e) {
      throw failure("can't be read from: " + e.getCause(), ExitCode.FAILURE);
    }
  }

  /** Waits for a line of its log in which this is found; returns what the first group holds. */
  String logged(Pattern pattern) throws InterruptedException {
    var until = System.nanoTime() + READY_LIMIT.toNanos();
    while (System.nanoTime() < until) {
      checkAlive();
      var found = pattern.matcher(wholeLog());
      if (found.find()) {
        return found.group(1);
      }
      Thread.sleep(LOG_INTERVAL);
    }
    throw failure("did not say '%s'".formatted(pattern), ExitCode.TIMEOUT);
  }

  private String wholeLog() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(log + " can't be read: " + e.getMessage(), e);
    }
  }

  /** For what the system tells of it. */
  ProcessHandle handle() {
    return process.toHandle();
  }

  /** Ends the run where the process has died, with the last it said. */
  void checkAlive() {
    if (!process.isAlive()) {
      throw failure("ended unasked, exit code " + process.exitValue(), ExitCode.FAILURE);
    }
  }

  private CommandFailure failure(String what, int exitCode) {
    return CommandFailure.of(
        "bench: %s %s; the end of its log:%n%s".formatted(name, what, logEnd()), exitCode, null);
  }

  private String logEnd() {
    try {
      var lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    } catch (IOException e) {
      return "(" + log + " can't be read: " + e.getMessage() + ")";
    }
  }

  /** Asks it to end and waits; one that does not end is killed. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
