package diner.worker.observe;

import static org.assertj.core.api.Assertions.assertThat;

import diner.worker.flow.Load;
import diner.worker.flow.Outage;
import diner.worker.flow.Pulse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HealthTest {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private final Health health = health(Duration.ZERO);

  @Test
  void livesButIsNotReadyWhileItWaitsForKafka() {
    assertThat(health.whyNotLive()).isEmpty();
    assertThat(health.whyNotReady()).contains("waiting for Kafka");
  }

  @Test
  void isReadyAsAMemberOfItsGroup() {
    health.beat(pulse(NOW, false, false, false, List.of()));
    assertThat(health.whyNotReady()).contains("joining its group");

    health.beat(pulse(NOW, true, false, false, List.of()));
    assertThat(health.whyNotReady()).isEmpty();
    assertThat(health.whyNotLive()).isEmpty();
  }

  @Test
  void isNotReadyWhileKafkaIsAwayOrItStops() {
    health.beat(pulse(NOW, true, true, false, List.of()));
    assertThat(health.whyNotReady()).contains("Kafka is away");
    assertThat(health.whyNotLive()).as("waiting helps, a restart does not").isEmpty();

    health.beat(pulse(NOW, true, false, true, List.of()));
    assertThat(health.whyNotReady()).contains("stopping");
  }

  @Test
  void isDeadWhenItsLoopStandsStill() {
    health.beat(pulse(NOW.minusSeconds(31), true, false, false, List.of()));

    assertThat(health.whyNotLive()).hasValueSatisfying(why -> assertThat(why).contains("since"));
    assertThat(health.whyNotReady()).isPresent();
  }

  @Test
  void livesWhileATurnWaitsForJobsOfAPartitionThatIsTakenAway() {
    var patient = health(Duration.ofSeconds(60));

    patient.beat(pulse(NOW.minusSeconds(89), true, false, false, List.of()));
    assertThat(patient.whyNotLive()).isEmpty();

    patient.beat(pulse(NOW.minusSeconds(90), true, false, false, List.of()));
    assertThat(patient.whyNotLive()).isPresent();
  }

  @Test
  void namesTheKindsThatWaitForTheirServiceAndIsReadyForTheOthers() {
    health.beat(pulse(NOW, true, false, false, List.of(new Outage("burgers", NOW))));

    assertThat(health.whyNotReady()).isEmpty();
    assertThat(health.ready())
        .isEqualTo("ok; outage: burgers waits for its service since 2026-01-01T12:00:00Z");
  }

  @Test
  void isNotReadyWhereAllItsKindsWaitForTheirServices() {
    health.beat(
        pulse(
            NOW,
            true,
            false,
            false,
            List.of(new Outage("soup", NOW), new Outage("burgers", NOW.minusSeconds(1)))));

    assertThat(health.whyNotReady())
        .contains(
            "outage: burgers waits for its service since 2026-01-01T11:59:59Z, soup waits for its"
                + " service since 2026-01-01T12:00:00Z");
    assertThat(health.whyNotLive()).as("a restart does not help").isEmpty();
  }

  @Test
  void saysNoMoreThanOkWhereNoKindWaits() {
    assertThat(health.ready()).isEqualTo("ok");
    health.beat(pulse(NOW, true, false, false, List.of()));
    assertThat(health.ready()).isEqualTo("ok");
  }

  @Test
  void isToBeRestartedOnceAllCleanersAreTakenForNothing() {
    var stuck = new AtomicInteger(1);
    health.watch(stuck::get, 2);
    health.beat(pulse(NOW, true, false, false, List.of()));
    assertThat(health.whyNotLive()).isEmpty();
    assertThat(health.ready()).contains("1 of 2 cleaners");

    stuck.set(2);
    assertThat(health.whyNotLive()).hasValueSatisfying(why -> assertThat(why).contains("2 of 2"));
    assertThat(health.whyNotReady()).isPresent();
  }

  private static Health health(Duration revokeGrace) {
    return new Health(InstantSource.fixed(NOW), Set.of("burgers", "soup"), revokeGrace);
  }

  private static Pulse pulse(
      Instant at, boolean isMember, boolean isKafkaAway, boolean isStopping, List<Outage> outages) {
    return new Pulse(at, isMember, isKafkaAway, isStopping, outages, Load.NONE);
  }
}
