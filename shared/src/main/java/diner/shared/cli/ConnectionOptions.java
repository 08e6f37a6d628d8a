package diner.shared.cli;

import diner.shared.kafka.KafkaSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How every command reaches Kafka; a mixin. */
public final class ConnectionOptions {

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli before any command runs
  private CommandSpec command;

  @Option(
      names = {"-b", "--bootstrap-server"},
      paramLabel = "HOST:PORT",
      defaultValue = "localhost:9092",
      description = "Kafka to connect to (env KAFKA_BOOTSTRAP_SERVERS; default: ${DEFAULT-VALUE}).")
  private String bootstrapServer = "localhost:9092";

  @Option(
      names = "--command-config",
      paramLabel = "FILE",
      description = "Properties file with any Kafka client setting: TLS, SASL, time-outs.")
  private @Nullable Path commandConfig;

  @Option(
      names = "-X",
      paramLabel = "KEY=VALUE",
      description = "One Kafka client setting; wins over the file. May be repeated.")
  private final Map<String, String> overrides = new HashMap<>();

  /** The settings, or a usage error that names the file. */
  public KafkaSettings settings() {
    try {
      return KafkaSettings.of(bootstrapServer, commandConfig, overrides);
    } catch (IOException e) {
      throw new ParameterException(
          command.commandLine(), "--command-config: can't read " + commandConfig, e);
    }
  }
}
