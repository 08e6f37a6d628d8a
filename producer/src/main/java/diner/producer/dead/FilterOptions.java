package diner.producer.dead;

import diner.shared.cli.DurationConverter;
import diner.shared.message.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which letters are meant; a mixin. */
final class FilterOptions {

  private static final List<String> REASONS =
      Stream.concat(Arrays.stream(Reason.values()).map(Reason::text), Stream.of(Letter.FOREIGN))
          .toList();

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli before any command runs
  private CommandSpec command;

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description = {
        "Only letters of this reason: malformed, unknown-kind, rejected, permanent, exhausted,"
            + " crashed, or foreign: written by somebody else than a worker."
      })
  private @Nullable String reason;

  @Option(names = "--kind", paramLabel = "KIND", description = "Only letters of this kind of job.")
  private @Nullable String kind;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Only letters written in this last while, such as 10m.")
  private @Nullable Duration since;

  /** The filter, or a usage error. */
  LetterFilter filter() {
    if (reason != null && !REASONS.contains(reason)) {
      throw new ParameterException(
          command.commandLine(),
          "--reason: expected one of %s, got '%s'".formatted(String.join(", ", REASONS), reason));
    }
    return new LetterFilter(reason, kind, since == null ? null : Instant.now().minus(since));
  }
}
