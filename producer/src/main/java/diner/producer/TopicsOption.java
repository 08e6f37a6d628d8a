package diner.producer;

import diner.shared.kafka.Topics;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code --topic-prefix} of every command; a mixin. */
public final class TopicsOption {

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli before any command runs
  private CommandSpec command;

  @Option(
      names = "--topic-prefix",
      paramLabel = "PREFIX",
      defaultValue = "jobs",
      description = "What the topics' names begin with (default: ${DEFAULT-VALUE}).")
  private String prefix = "jobs";

  /** The topics of that prefix, or a usage error. */
  public Topics topics() {
    try {
      return new Topics(prefix);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          command.commandLine(), "--topic-prefix: " + String.valueOf(e.getMessage()), e);
    }
  }
}
