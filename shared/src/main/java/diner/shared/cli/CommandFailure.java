package diner.shared.cli;

import org.jspecify.annotations.Nullable;

/**
 * Ends a command with one line for the person who ran it: what failed, why, and what to do. Carries
 * no stack trace: it is an answer, not an accident.
 */
public final class CommandFailure extends RuntimeException {

  private final int exitCode;

  private CommandFailure(String line, int exitCode, @Nullable Throwable cause) {
    super(line, cause, false, false);
    this.exitCode = exitCode;
  }

  /** Exit code 1. */
  public static CommandFailure of(String line) {
    return new CommandFailure(line, ExitCode.FAILURE, null);
  }

  public static CommandFailure of(String line, int exitCode, @Nullable Throwable cause) {
    return new CommandFailure(line, exitCode, cause);
  }

  public int exitCode() {
    return exitCode;
  }
}
