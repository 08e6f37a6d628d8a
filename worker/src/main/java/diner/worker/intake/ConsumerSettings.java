package diner.worker.intake;

import diner.shared.kafka.KafkaSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How intake's consumer is set up: what the user may override, and what must hold. */
public final class ConsumerSettings {

  /** Failover takes as long as a dead member's session. */
  private static final int SESSION_MILLIS = 10_000;

  /** Members hear of a rebalance with their heartbeat: it is as slow as the slowest of them. */
  private static final int HEARTBEAT_MILLIS = 1_000;

  /**
   * Intake polls at least once a second, but for the grace of a revoked partition. By default the
   * client may take five minutes, and for so long a rebalance may wait for a member that is in
   * trouble, and a member for an answer that never comes.
   */
  private static final Duration POLL_MARGIN = Duration.ofSeconds(30);

  private static final int FETCH_BYTES = 8 * 1024 * 1024;
  private static final int PARTITION_FETCH_BYTES = 1024 * 1024;
  private static final int POLL_RECORDS = 2_000;

  private ConsumerSettings() {}

  /**
   * Properties of the consumer.
   *
   * @param protocol {@code classic} or {@code consumer} (KIP-848)
   * @param instanceId static membership, where given
   * @param revokeGrace how long a rebalance may keep intake from polling
   */
  public static Map<String, Object> of(
      KafkaSettings kafka,
      String group,
      String protocol,
      Optional<String> instanceId,
      Duration revokeGrace) {
    var defaults = new HashMap<String, Object>();
    defaults.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS);
    defaults.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    defaults.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES);
    defaults.put(
        ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
        Math.toIntExact(Math.min(Integer.MAX_VALUE, revokeGrace.plus(POLL_MARGIN).toMillis())));
    if (protocol.equals("classic")) {
      defaults.put(
          ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
          CooperativeStickyAssignor.class.getName());
      defaults.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
      defaults.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MILLIS);
    }
    var fixed = new HashMap<String, Object>();
    fixed.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    fixed.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, protocol);
    instanceId.ifPresent(id -> fixed.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, id));
    fixed.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    fixed.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    fixed.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    fixed.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    fixed.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    fixed.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    return kafka.over(defaults, fixed);
  }
}
