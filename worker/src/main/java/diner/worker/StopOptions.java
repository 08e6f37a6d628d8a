package diner.worker;

import diner.shared.cli.DurationConverter;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How long what runs may take to finish. Set by picocli, read by {@link WorkerOptions}. */
final class StopOptions {

  @Option(
      names = "--grace",
      paramLabel = "DURATION",
      defaultValue = "25s",
      converter = DurationConverter.class,
      description =
          "Time to finish what runs on SIGTERM; most supervisors kill after 30 s (default:"
              + " ${DEFAULT-VALUE}).")
  Duration grace = Duration.ofSeconds(25);

  @Option(
      names = "--revoke-grace",
      paramLabel = "DURATION",
      defaultValue = "5s",
      converter = DurationConverter.class,
      description =
          "Time to finish what runs of a partition that moves; the whole group waits that long"
              + " (default: ${DEFAULT-VALUE}).")
  Duration revokeGrace = Duration.ofSeconds(5);
}
