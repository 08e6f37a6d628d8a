package diner.producer.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ComparisonJsonTest {

  @Test
  void holdsSettingsCellsAndEachPieceOfWork() {
    var json = ComparisonJson.of(Measured.usual());

    assertThat(json.at("/settings/kitchenDelayMillis").asLong()).isEqualTo(100);
    assertThat(json.at("/settings/height").asInt()).isEqualTo(768);
    assertThat(json.at("/settings/processors").asInt()).isEqualTo(2);
    assertThat(json.path("cells")).hasSize(8);
    assertThat(json.path("verdict")).hasSize(4);
    var overlapped = json.at("/cells/1");
    assertThat(overlapped.path("setting").asText()).isEqualTo("overlapped");
    assertThat(overlapped.path("kind").asText()).isEqualTo("burgers");
    assertThat(overlapped.path("micros").asLong()).isEqualTo(120_000);
    assertThat(overlapped.path("gain").asDouble()).isBetween(34.1, 34.2);
    assertThat(overlapped.at("/options/5").asText()).isEqualTo("24");
    assertThat(overlapped.at("/rounds/0/work/0/toMicros").asLong()).isEqualTo(120_000);
    assertThat(overlapped.at("/rounds/0/work/0/worker").asText()).isEqualTo("worker-1");
  }
}
