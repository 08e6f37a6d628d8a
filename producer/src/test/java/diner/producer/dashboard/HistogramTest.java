package diner.producer.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import diner.producer.Hostile;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HistogramTest {

  @Test
  void aQuantileIsAtMostOneThirtySecondOff() {
    var hostile = Hostile.seeded("HistogramTest");
    for (var round = 0; round < 200; round++) {
      // given
      var micros =
          hostile
              .random()
              .longs(1 + hostile.random().nextInt(500), 0, 1L << (1 + hostile.random().nextInt(40)))
              .toArray();
      var histogram = new Histogram();
      Arrays.stream(micros).forEach(each -> histogram.add(Duration.ofNanos(each * 1_000)));
      Arrays.sort(micros);

      for (var share : new double[] {0.01, 0.5, 0.95, 0.99, 1}) {
        // when
        var found = histogram.quantile(share) * 1_000;

        // then
        double exact = micros[Math.max(1, (int) Math.ceil(share * micros.length)) - 1];
        assertThat(found).as(hostile.name(round)).isCloseTo(exact, within(exact / 32.0));
      }
    }
  }

  @Test
  void takesWhatClocksMayMakeOfATime() {
    var histogram = new Histogram();

    histogram.add(Duration.ofMillis(-5));
    histogram.add(Duration.ofDays(10_000));

    assertThat(histogram.quantile(0.5)).isZero();
    assertThat(histogram.quantile(1)).isGreaterThan((double) Duration.ofDays(24).toMillis());
  }

  @Test
  void ofNothingAQuantileIsZero() {
    assertThat(new Histogram().quantile(0.99)).isZero();
  }
}
