package diner.shared.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaSettingsTest {

  @Test
  void singlePropertiesWinOverTheBootstrapOptionAndThatOverTheFile(@TempDir Path folder)
      throws Exception {
    var file = folder.resolve("client.properties");
    Files.writeString(file, "bootstrap.servers=file:1\nclient.id=file\nretries=7\n");

    var settings = KafkaSettings.of("option:2", file, Map.of("client.id", "single"));

    assertThat(settings.properties())
        .containsEntry("bootstrap.servers", "option:2")
        .containsEntry("client.id", "single")
        .containsEntry("retries", "7");
  }

  @Test
  void whatTheUserSetsWinsOverDefaultsButNotOverWhatMustHold() {
    var settings = new KafkaSettings(Map.of("linger.ms", "5", "acks", "0"));

    assertThat(settings.over(Map.of("linger.ms", 0), Map.of("acks", "all")))
        .containsEntry("linger.ms", "5")
        .containsEntry("acks", "all");
  }

  @Test
  void hidesSecretsWhenPrinted() {
    var settings =
        new KafkaSettings(
            Map.of(
                "sasl.jaas.config", "user=me password=secret1;",
                "ssl.keystore.password", "secret2",
                "ssl.key.password", "secret3",
                "sasl.oauthbearer.client.credentials.client.secret", "secret4",
                "security.protocol", "SASL_SSL"));

    assertThat(settings.toString()).contains("SASL_SSL").doesNotContainPattern("secret\\d");
  }
}
