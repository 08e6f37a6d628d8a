package diner.worker.handler.cleaning;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a plain median of an imaging library, at the radius that suits it best. */
class YardstickTest {

  @ParameterizedTest
  @CsvSource({"0.05,10", "0.1,8", "0.2,6.5", "0.5,4", "0.7,3", "0.9,6"})
  void cleansBetterThanTheBestPlainMedian(double dirt, double expectedGain) {
    // given
    var truth = Cleaning.paint(42, 512, 512);
    var dirty = Cleaning.spill(truth, dirt, 42);

    // when
    var ours = Cleaning.psnr(truth, Cleaning.clean(dirty));
    var best = bestPlainMedian(truth, dirty);

    // then
    System.out.printf("dirt %.2f: plain median %.2f dB, ours %.2f dB%n", dirt, best, ours);
    assertThat(ours - best).isGreaterThan(expectedGain);
  }

  private static double bestPlainMedian(Picture truth, Picture dirty) {
    var best = 0.0;
    for (var radius = 1; radius <= 5; radius++) {
      best = Math.max(best, Cleaning.psnr(truth, PlainMedian.filter(dirty, radius)));
    }
    return best;
  }
}
