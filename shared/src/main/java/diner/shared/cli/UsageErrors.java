package diner.shared.cli;

import java.util.regex.Pattern;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Wrong usage: what is wrong in one line, and where help is, rather than a page of options. */
public final class UsageErrors implements IParameterExceptionHandler {

  /**
   * What follows the name of something secret. A login without quotes falls into words, which
   * picocli repeats, since it does not know them.
   */
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)(?<=(password|passwd|secret|token|jaas\\.config|assertion)[\"']?=)(\"[^\"]*\"?|\\S+)");

  @Override
  public int handleParseException(ParameterException error, String[] args) {
    var command = error.getCommandLine();
    var err = command.getErr();
    err.println(command.getCommandName() + ": " + shown(String.valueOf(error.getMessage())));
    UnmatchedArgumentException.printSuggestions(error, err);
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    err.flush();
    return ExitCode.USAGE;
  }

  /** People paste what a command says into logs and tickets. */
  static String shown(String message) {
    return SECRET.matcher(message).replaceAll("[hidden]");
  }
}
