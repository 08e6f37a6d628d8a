package diner.shared.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * A command that failed: one line with cause and fix and the exit code of its kind. Only a bug of
 * ours shows its stack trace.
 */
public final class RunErrors implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(Exception error, CommandLine command, ParseResult parsed) {
    var err = command.getErr();
    try {
      return switch (error) {
        case CommandFailure failure -> {
          err.println(failure.getMessage());
          yield failure.exitCode();
        }
        case InterruptedException _ -> ExitCode.INTERRUPTED;
        case UncheckedIOException failure -> say(command, String.valueOf(failure.getMessage()));
        case IOException failure -> say(command, String.valueOf(failure.getMessage()));
        default -> explainOrTrace(error, command);
      };
    } finally {
      err.flush();
    }
  }

  private static int explainOrTrace(Exception error, CommandLine command) {
    var explained = KafkaFailures.explain(error, access(command));
    if (explained.isPresent()) {
      command.getErr().println(explained.get().getMessage());
      return explained.get().exitCode();
    }
    say(command, "a bug in " + command.getCommandName() + ", please report it:");
    error.printStackTrace(command.getErr());
    return ExitCode.FAILURE;
  }

  private static KafkaAccess access(CommandLine command) {
    if (command.getCommand() instanceof KafkaAccess.User user) {
      return user.kafkaAccess();
    }
    var option = command.getCommandSpec().findOption("--bootstrap-server");
    Object servers = option == null ? null : option.getValue();
    return KafkaAccess.to(servers == null ? "" : servers.toString());
  }

  private static int say(CommandLine command, String line) {
    command.getErr().println(command.getCommandName() + ": " + line);
    return ExitCode.FAILURE;
  }
}
