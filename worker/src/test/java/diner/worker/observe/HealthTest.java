package diner.worker.observe;

import static org.assertj.core.api.Assertions.assertThat;

import diner.worker.flow.Pulse;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class HealthTest {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private final Health health = new Health(InstantSource.fixed(NOW));

  @Test
  void livesButIsNotReadyWhileItWaitsForKafka() {
    assertThat(health.whyNotLive()).isEmpty();
    assertThat(health.whyNotReady()).contains("waiting for Kafka");
  }

  @Test
  void isReadyAsAMemberOfItsGroup() {
    health.beat(new Pulse(NOW, false, false, false));
    assertThat(health.whyNotReady()).contains("joining its group");

    health.beat(new Pulse(NOW, true, false, false));
    assertThat(health.whyNotReady()).isEmpty();
    assertThat(health.whyNotLive()).isEmpty();
  }

  @Test
  void isNotReadyWhileKafkaIsAwayOrItStops() {
    health.beat(new Pulse(NOW, true, true, false));
    assertThat(health.whyNotReady()).contains("Kafka is away");
    assertThat(health.whyNotLive()).as("waiting helps, a restart does not").isEmpty();

    health.beat(new Pulse(NOW, true, false, true));
    assertThat(health.whyNotReady()).contains("stopping");
  }

  @Test
  void isDeadWhenItsLoopStandsStill() {
    health.beat(new Pulse(NOW.minusSeconds(31), true, false, false));

    assertThat(health.whyNotLive()).hasValueSatisfying(why -> assertThat(why).contains("since"));
    assertThat(health.whyNotReady()).isPresent();
  }
}
