package diner.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import diner.worker.Deliveries;
import diner.worker.flow.Ticket;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GateTest {

  private static final Ticket JOB = Deliveries.ticket(1);
  private static final Ticket PROBE = Deliveries.ticket(2);

  private final SettableClock clock = new SettableClock();
  private final Gate gate = new Gate(20);

  @Test
  void shutsWhenNineOfTenOfTheLastTwentyAttemptsAreEvidence() {
    answered(2);
    assertThat(refused(17)).as("attempts that count").isEqualTo(17);

    assertThat(refused(1)).as("the eighteenth of twenty").isZero();
    assertThat(gate.shutSince()).isEqualTo(clock.instant());
  }

  @Test
  void doesNotShutOnFewerThanTwentyAttempts() {
    assertThat(refused(19)).isEqualTo(19);
    assertThat(gate.isShut()).isFalse();

    assertThat(refused(1)).isZero();
    assertThat(gate.isShut()).isTrue();
  }

  @Test
  void threeAnswersOfTwentyKeepItOpen() {
    for (var round = 0; round < 50; round++) {
      refused(17);
      answered(3);
    }

    assertThat(gate.isShut()).isFalse();
  }

  @Test
  void aThirdOfRefusalsAtRandomDoesNotShutIt() {
    var random = new Random(1);
    for (var attempt = 0; attempt < 100_000; attempt++) {
      if (random.nextInt(10) < 3) {
        refused(1);
      } else {
        answered(1);
      }
      assertThat(gate.isShut()).isFalse();
    }
  }

  @Test
  void attemptsThatSayNothingNeitherShutItNorKeepItFromShutting() {
    for (var attempt = 0; attempt < 20; attempt++) {
      gate.silent(JOB, clock.instant());
      assertThat(gate.isShut()).isFalse();
      refused(1);
    }

    assertThat(gate.isShut()).isTrue();
  }

  @Test
  void sendsSingleProbesAtPausesThatDoubleFromHalfASecondToFive() {
    shut();
    for (var millis : List.of(500, 1_000, 2_000, 4_000, 5_000, 5_000)) {
      assertThat(gate.mayStartFrom()).isEqualTo(clock.instant().plusMillis(millis));
      clock.forward(Duration.ofMillis(millis - 1));
      assertThat(gate.mayStart(clock.instant())).isZero();
      clock.forward(Duration.ofMillis(1));
      assertThat(gate.mayStart(clock.instant())).isEqualTo(1);

      gate.started(List.of(PROBE));
      assertThat(gate.mayStart(clock.instant())).as("a probe is under way").isZero();
      assertThat(gate.mayStartFrom()).isNull();
      assertThat(refused(PROBE)).as("it does not count").isFalse();
    }
  }

  @Test
  void opensForAllWhenItsProbeIsAnswered() {
    shut();
    startProbe();

    gate.answered(PROBE, clock.instant());

    assertThat(gate.isShut()).isFalse();
    assertThat(gate.mayStart(clock.instant())).isEqualTo(Integer.MAX_VALUE);
    assertThat(refused(19)).as("the evidence before does not count any more").isEqualTo(19);
    assertThat(gate.isShut()).isFalse();
  }

  @Test
  void anAnswerToAnAttemptThatBeganBeforeItWasShutDoesNotOpenIt() {
    shut();
    startProbe();

    gate.answered(JOB, clock.instant());

    assertThat(gate.isShut()).isTrue();
  }

  @Test
  void aProbeThatTakesTooLongLetsTheNextOneOut() {
    shut();
    startProbe();

    gate.silent(PROBE, clock.instant());

    assertThat(gate.isShut()).isTrue();
    assertThat(gate.mayStartFrom()).isEqualTo(clock.instant().plusSeconds(1));
  }

  @Test
  void aProbeThatWasNotTriedLetsTheNextOneOutAtOnce() {
    shut();
    startProbe();

    gate.untried(PROBE);

    assertThat(gate.mayStart(clock.instant())).isEqualTo(1);
  }

  @Test
  void aProbeWhosePartitionIsGoneLetsTheNextOneOut() {
    shut();
    startProbe();

    gate.forget(Set.of());
    assertThat(gate.mayStart(clock.instant())).isZero();
    gate.forget(Set.of(Deliveries.ASSIGNMENT));
    assertThat(gate.mayStart(clock.instant())).isEqualTo(1);

    gate.answered(PROBE, clock.instant());
    assertThat(gate.isShut()).as("it comes late").isTrue();
  }

  @Test
  void noProbeGoesOutBeforeTheServiceAskedForItAtMostHalfAMinute() {
    shut();
    var shutAt = clock.instant();
    gate.refused(JOB, shutAt, Duration.ofSeconds(12), shutAt);
    assertThat(gate.mayStartFrom()).isEqualTo(shutAt.plusSeconds(12));

    gate.refused(JOB, shutAt, Duration.ofSeconds(3), shutAt);
    assertThat(gate.mayStartFrom())
        .as("sooner than asked for before")
        .isEqualTo(shutAt.plusSeconds(12));
    gate.refused(JOB, shutAt, Duration.ofHours(1), shutAt);
    assertThat(gate.mayStartFrom()).isEqualTo(shutAt.plusSeconds(30));
  }

  @Test
  void whatBeganBeforeItOpenedIsNoEvidenceAndDoesNotCount() {
    var before = clock.instant();
    shut();
    startProbe();
    gate.answered(PROBE, clock.instant());

    for (var late = 0; late < 100; late++) {
      assertThat(gate.refused(JOB, before, Duration.ZERO, clock.instant())).isFalse();
    }
    assertThat(gate.isShut()).isFalse();
  }

  private void shut() {
    refused(20);
    assertThat(gate.isShut()).isTrue();
  }

  private void startProbe() {
    clock.forward(Gate.FIRST_PAUSE);
    gate.started(List.of(PROBE));
  }

  private void answered(int times) {
    for (var time = 0; time < times; time++) {
      gate.answered(JOB, clock.instant());
    }
  }

  /** How many of so many refusals count. */
  private int refused(int times) {
    var counting = 0;
    for (var time = 0; time < times; time++) {
      counting += refused(JOB) ? 1 : 0;
    }
    return counting;
  }

  private boolean refused(Ticket ticket) {
    return gate.refused(ticket, clock.instant(), Duration.ZERO, clock.instant());
  }
}
