package diner.worker;

import diner.shared.cli.DurationConverter;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * How jobs are done, and what is too much for one. Set by picocli, read by {@link WorkerOptions}.
 */
final class JobOptions {

  @Option(
      names = "--handlers",
      paramLabel = "FOLDER",
      description = "Folder of jars with kinds of your own (default: the shipped kinds alone).")
  @Nullable Path handlers;

  @Option(
      names = "--kitchen-url",
      paramLabel = "URL",
      description = "Kitchen that burgers come from (env KITCHEN_URL; default: one of its own).")
  @Nullable String kitchenUrl;

  @Option(
      names = "--kitchen-delay",
      paramLabel = "DURATION",
      defaultValue = "500ms",
      converter = DurationConverter.class,
      description = "How long an order takes in its own kitchen (default: ${DEFAULT-VALUE}).")
  Duration kitchenDelay = Duration.ofMillis(500);

  @Option(
      names = "--burgers-timeout",
      paramLabel = "DURATION",
      defaultValue = "30s",
      converter = DurationConverter.class,
      description = "Longest attempt at a burgers job (default: ${DEFAULT-VALUE}).")
  Duration burgersTimeout = Duration.ofSeconds(30);

  @Option(
      names = "--cleaning-timeout",
      paramLabel = "DURATION",
      defaultValue = "10m",
      converter = DurationConverter.class,
      description = "Longest attempt at a cleaning job (default: ${DEFAULT-VALUE}).")
  Duration cleaningTimeout = Duration.ofMinutes(10);

  @Option(
      names = "--max-attempts",
      paramLabel = "N",
      defaultValue = "5",
      description = "Attempts before a job is given up (default: ${DEFAULT-VALUE}).")
  int maxAttempts;

  @Option(
      names = "--delay-limit",
      paramLabel = "DURATION",
      defaultValue = "24h",
      converter = DurationConverter.class,
      description =
          "How far ahead of the job's own timestamp its not-before may be (default:"
              + " ${DEFAULT-VALUE}).")
  Duration delayLimit = Duration.ofHours(24);

  @Option(
      names = "--backoff",
      paramLabel = "DURATION",
      defaultValue = "500ms",
      converter = DurationConverter.class,
      description =
          "Longest wait before a second attempt; it doubles with each further one, and the wait is"
              + " a random part of it (default: ${DEFAULT-VALUE}).")
  Duration backoff = Duration.ofMillis(500);

  @Option(
      names = "--backoff-limit",
      paramLabel = "DURATION",
      defaultValue = "30s",
      converter = DurationConverter.class,
      description =
          "Longest wait before any attempt, unless the service asks for more (default:"
              + " ${DEFAULT-VALUE}).")
  Duration backoffLimit = Duration.ofSeconds(30);

  @Option(
      names = "--header-limit",
      paramLabel = "BYTES",
      defaultValue = "65536",
      description = "Most bytes of headers, all of a job's together (default: ${DEFAULT-VALUE}).")
  int headerLimit;

  @Option(
      names = "--value-limit",
      paramLabel = "BYTES",
      defaultValue = "1048576",
      description = "Largest payload of a job (default: ${DEFAULT-VALUE}).")
  int valueLimit;

  @Option(
      names = "--reply-limit",
      paramLabel = "BYTES",
      defaultValue = "1048576",
      description = "Largest reply; a larger one fails its job (default: ${DEFAULT-VALUE}).")
  int replyLimit;
}
