package diner.shared.cli;

import diner.shared.kafka.KafkaSettings;
import diner.shared.kafka.Right;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * How a command reaches Kafka, and the least rights that it needs there.
 *
 * @param needed empty where nobody can say
 */
public record KafkaAccess(KafkaSettings settings, List<Right> needed) {

  /** A command that knows what it needs. */
  @FunctionalInterface
  public interface User {

    /** What it needs with the options it was given; asked only once it has failed. */
    KafkaAccess kafkaAccess();
  }

  public KafkaAccess {
    needed = List.copyOf(needed);
  }

  static KafkaAccess to(String bootstrapServers) {
    var servers = Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    return new KafkaAccess(new KafkaSettings(servers), List.of());
  }
}
