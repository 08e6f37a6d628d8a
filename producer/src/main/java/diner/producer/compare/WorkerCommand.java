package diner.producer.compare;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What starts a worker: a program, and what it is given before the worker's own options. */
record WorkerCommand(List<String> words) {

  /** Set by {@code bin/producer}: the path of {@code bin/worker}. */
  static final String PROPERTY = "diner.worker";

  WorkerCommand {
    words = List.copyOf(words);
  }

  /**
   * The one to be used; empty where none is known.
   *
   * @param option a program, or a program and its arguments with spaces between them
   * @param property a program
   */
  static Optional<WorkerCommand> find(@Nullable String option, @Nullable String property) {
    if (option != null && !option.isBlank()) {
      var isOneWord = Files.isExecutable(Path.of(option));
      return Optional.of(
          new WorkerCommand(isOneWord ? List.of(option) : List.of(option.strip().split("\\s+"))));
    }
    return Optional.ofNullable(property)
        .filter(path -> Files.isExecutable(Path.of(path)))
        .map(path -> new WorkerCommand(List.of(path)));
  }
}
