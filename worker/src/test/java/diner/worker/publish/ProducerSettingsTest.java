package diner.worker.publish;

import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.kafka.KafkaSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

class ProducerSettingsTest {

  private static final TransactionalId ID = TransactionalId.of("workers", Optional.of("till-1"));

  @Test
  void recordsFailAndWaitsEndBeforeTheTransactionDoes() {
    var config = exactlyOnce(Map.of());

    assertThat(config.getString("transactional.id")).isEqualTo("workers-till-1");
    assertThat(config.getInt("transaction.timeout.ms")).isEqualTo(5_000);
    assertThat(config.getInt("delivery.timeout.ms")).isLessThan(5_000);
    assertThat(config.getLong("max.block.ms")).isLessThan(5_000);
    assertThat(config.getLong("retry.backoff.ms")).isEqualTo(5);
  }

  @Test
  void theUserMayAskForMoreTime() {
    var config =
        exactlyOnce(
            Map.of(
                "transaction.timeout.ms", "60000",
                "request.timeout.ms", "30000",
                "linger.ms", "7"));

    assertThat(config.getInt("transaction.timeout.ms")).isEqualTo(60_000);
    assertThat(config.getInt("delivery.timeout.ms")).isGreaterThanOrEqualTo(30_007);
    assertThat(ProducerSettings.transactionTimeout(settings(Map.of("transaction.timeout.ms", "7"))))
        .isEqualTo(Duration.ofMillis(7));
  }

  @Test
  void theUserMayNotTakeAwayWhatMustHold() {
    var config = exactlyOnce(Map.of("acks", "1", "transactional.id", "mine"));

    assertThat(config.getString("acks")).isEqualTo("-1");
    assertThat(config.getString("transactional.id")).isEqualTo("workers-till-1");
  }

  @Test
  void noRecordMayBeLargerThanARequestNorThanTheBuffer() {
    assertThat(ProducerSettings.maxRequestBytes(settings(Map.of()))).isEqualTo(9 << 20);
    assertThat(ProducerSettings.maxRequestBytes(settings(Map.of("max.request.size", "7000000"))))
        .isEqualTo(7_000_000);
    assertThat(ProducerSettings.maxRequestBytes(settings(Map.of("buffer.memory", "3000000"))))
        .isEqualTo(3_000_000);
  }

  @Test
  void aWorkerWithoutInstanceIdHasANewNameAtEveryStart() {
    assertThat(TransactionalId.of("workers", Optional.empty()).text())
        .startsWith("workers-")
        .isNotEqualTo(TransactionalId.of("workers", Optional.empty()).text());
  }

  private static ProducerConfig exactlyOnce(Map<String, String> overrides) {
    return new ProducerConfig(settings(overrides));
  }

  private static Map<String, Object> settings(Map<String, String> overrides) {
    var all = new HashMap<>(overrides);
    all.put("bootstrap.servers", "127.0.0.1:9092");
    return ProducerSettings.exactlyOnce(new KafkaSettings(all), ID);
  }
}
