package diner.producer.enqueue;

import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.cli.Rate;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

  @Test
  void startsAtOnceAndThenKeepsThePause() {
    var pace = new Pace(new Rate(Duration.ofNanos(100)));

    assertThat(pace.nanosToNext(1_000)).isZero();
    assertThat(pace.nanosToNext(1_030)).isEqualTo(70);
    assertThat(pace.nanosToNext(1_100)).isEqualTo(100);
  }

  @Test
  void makesUpForASmallDelay() {
    var pace = new Pace(new Rate(Duration.ofNanos(100)));

    assertThat(pace.nanosToNext(0)).isZero();
    assertThat(pace.nanosToNext(250)).isZero();
    assertThat(pace.nanosToNext(250)).isZero();
    assertThat(pace.nanosToNext(250)).isEqualTo(50);
  }

  @Test
  void floodsNobodyAfterAStall() {
    var pace = new Pace(new Rate(Duration.ofMillis(100)));
    assertThat(pace.nanosToNext(0)).isZero();

    var afterAnHour = Duration.ofHours(1).toNanos();
    var atOnce = 0;
    while (pace.nanosToNext(afterAnHour) == 0) {
      atOnce++;
    }

    assertThat(atOnce).isEqualTo(11);
  }
}
