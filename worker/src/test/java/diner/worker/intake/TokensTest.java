package diner.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TokensTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void holdsATenthOfASecondAndNeverLessThanOne() {
    assertThat(new Tokens(Duration.ofMillis(5)).available(NOON)).isEqualTo(20);
    assertThat(new Tokens(Duration.ofMinutes(12)).available(NOON)).isEqualTo(1);
    assertThat(new Tokens(Duration.ZERO).available(NOON)).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void gainsOneInEachPauseAndNoneBefore() {
    var tokens = new Tokens(Duration.ofSeconds(2));
    assertThat(tokens.available(NOON)).isEqualTo(1);
    tokens.take(1);

    assertThat(tokens.available(NOON.plusMillis(1_999))).isZero();
    assertThat(tokens.nextAt(NOON.plusMillis(1_999))).isEqualTo(NOON.plusSeconds(2));
    assertThat(tokens.available(NOON.plusSeconds(2))).isEqualTo(1);
    assertThat(tokens.available(NOON.plusSeconds(3600))).as("it holds no more").isEqualTo(1);
  }

  @Test
  void keepsItsRateHoweverItIsAsked() {
    var tokens = new Tokens(Duration.ofMillis(10));
    var taken = 0;
    for (var micros = 0; micros <= 10_000_000; micros += 700) {
      var available = tokens.available(NOON.plusNanos(micros * 1_000L));
      tokens.take(available);
      taken += available;
    }

    assertThat(taken).as("ten seconds at 100/s, and the bucket at first").isBetween(1_009, 1_010);
  }

  @Test
  void aClockThatGoesBackCostsNoMoreThanABucket() {
    var tokens = new Tokens(Duration.ofMillis(10));
    tokens.take(tokens.available(NOON));
    var earlier = NOON.minusSeconds(3_600);

    assertThat(tokens.nextAt(earlier)).isEqualTo(earlier.plusMillis(10));
    assertThat(tokens.available(earlier.plusMillis(100))).isEqualTo(10);
  }
}
