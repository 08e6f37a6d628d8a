package diner.producer.compare;

import diner.producer.ConnectionWatch;
import diner.shared.cli.CommandFailure;
import diner.shared.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The processes that a comparison started: all of them have ended when this is closed, whatever
 * happened. Owned by the command's thread.
 */
final class Crew implements AutoCloseable {

  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
  private static final Duration LAST_STOP_LIMIT = Duration.ofSeconds(3);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final WorkerCommand command;
  private final Path folder;
  private final ConnectionWatch watch;
  private final List<Part> parts = new ArrayList<>();

  /**
   * @param folder where what they write goes
   */
  Crew(WorkerCommand command, Path folder, ConnectionWatch watch) {
    this.command = command;
    this.folder = folder;
    this.watch = watch;
  }

  /**
   * Starts {@code bin/worker} with these arguments.
   *
   * @throws CommandFailure where there is no such program
   */
  Part start(String name, List<String> arguments) {
    var words = new ArrayList<>(command.words());
    words.addAll(arguments);
    var out = folder.resolve(name + ".out");
    var log = folder.resolve(name + ".log");
    var builder =
        new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(log.toFile());
    forgetSettings(builder.environment());
    try {
      var process = builder.start();
      var part = new Part(name, process, out, log);
      parts.add(part);
      process.getOutputStream().close(); // nobody types there
      return part;
    } catch (IOException e) {
      throw CommandFailure.of("compare: can't start a worker: " + e.getMessage());
    }
  }

  /** What is set for workers in this shell would be set for those that are compared. */
  private static void forgetSettings(Map<String, String> environment) {
    environment
        .keySet()
        .removeIf(name ->
            name.startsWith("WORKER_")
                || name.equals("KITCHEN_URL")
                || name.equals("KAFKA_BOOTSTRAP_SERVERS"));
  }

  /**
   * Looks until something holds.
   *
   * @param what such as {@code the worker has joined}
   * @throws CommandFailure where a process ended, or the time was too short
   */
  void await(String what, Duration limit, BooleanSupplier look) throws InterruptedException {
    var end = System.nanoTime() + limit.toNanos();
    while (!look.getAsBoolean()) {
      check();
      if (System.nanoTime() - end >= 0) {
        throw CommandFailure.of(
            "compare: waited %d s in vain until %s".formatted(limit.toSeconds(), what),
            ExitCode.TIMEOUT,
            null);
      }
      Thread.sleep(PAUSE);
    }
  }

  /**
   * Looks whether all are there, and Kafka is.
   *
   * @throws CommandFailure where one has ended
   */
  void check() {
    watch.throwIfAway();
    for (var part : parts) {
      if (!part.process().isAlive()) {
        throw CommandFailure.of(
            "compare: %s has ended unasked, with exit code %d: %s"
                .formatted(part.name(), part.process().exitValue(), part.lastWords()));
      }
    }
  }

  /** Has these end. */
  void stop(Collection<Part> some) throws InterruptedException {
    end(some, STOP_LIMIT);
    parts.removeAll(some);
  }

  private static void end(Collection<Part> some, Duration limit) throws InterruptedException {
    var end = System.nanoTime() + limit.toNanos();
    some.forEach(Part::terminate);
    for (var part : some) {
      part.end(end - System.nanoTime());
    }
  }

  /** Also of a thread that was interrupted. */
  @Override
  public void close() {
    var wasInterrupted = Thread.interrupted();
    try {
      end(parts, LAST_STOP_LIMIT);
    } catch (InterruptedException again) {
      parts.forEach(part -> part.process().destroyForcibly());
      wasInterrupted = true;
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
