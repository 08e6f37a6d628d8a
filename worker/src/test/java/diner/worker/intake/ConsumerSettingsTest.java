package diner.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.kafka.KafkaSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsumerSettingsTest {

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void letsARebalanceWaitForTheGraceAndNotMinutesBeyondIt(String protocol) {
    assertThat(longestBetweenPolls(protocol, Duration.ofSeconds(5))).isEqualTo(35_000);
    assertThat(longestBetweenPolls(protocol, Duration.ofMinutes(10))).isEqualTo(630_000);
    assertThat(longestBetweenPolls(protocol, Duration.ofDays(365))).isEqualTo(Integer.MAX_VALUE);
  }

  private static int longestBetweenPolls(String protocol, Duration revokeGrace) {
    var kafka = new KafkaSettings(Map.of("bootstrap.servers", "127.0.0.1:9092"));
    return new ConsumerConfig(
            ConsumerSettings.of(kafka, "workers", protocol, Optional.empty(), revokeGrace))
        .getInt(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG);
  }
}
