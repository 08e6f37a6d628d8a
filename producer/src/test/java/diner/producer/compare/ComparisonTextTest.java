package diner.producer.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ComparisonTextTest {

  @Test
  void isATableAndWhatFollowsFromIt() {
    assertThat(String.join("\n", ComparisonText.of(Measured.usual())))
        .isEqualTo(
            """
            40 burgers of 100 ms, 24 houses of 1024×768 pixels in 4 rooms

                                      BURGERS                   CLEANING
            one at a time              4.10 s  1.00×  1 thread    2.40 s  1.00×  1 cleaner
            overlapped on one thread   120 ms  34.2×  1 thread    2.38 s  1.01×  1 cleaner
            in parallel on 2 threads   2.05 s  2.00×  2 threads   1.25 s  1.92×  2 cleaners
            two worker processes       115 ms  35.7×  2 threads   1.26 s  1.90×  2 cleaners

            Burgers: overlapped on one thread 34.2 times as fast, on 2 threads without
            overlap 2.00 times as fast.
            Cleaning: taking turns on one thread no faster (1.01×), with 2 cleaners 1.92
            times as fast.
            So it depends on the work: overlap what waits, spread what computes.
            Two workers with default settings, against the best of these: burgers about as
            fast (1.04×), cleaning about as fast (0.99×).\
            """);
  }

  @Test
  void fitsATerminalWhateverTheNumbersAre() {
    var widest =
        new Measured()
            .with(
                new Plan(
                    10_000,
                    Duration.ofSeconds(20),
                    1_000,
                    Measured.PLAN.house(),
                    Plan.MAX_THREADS,
                    1))
            .times("burgers", 9_999_990, 20_000, 999_990, 20_000)
            .times("cleaning", 9_999_990, 9_999_990, 999_990, 20_000)
            .comparison();

    assertThat(ComparisonText.of(widest))
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @Test
  void writesTimesAsPeopleDo() {
    assertThat(ComparisonText.time(0.1034)).isEqualTo("103 ms");
    assertThat(ComparisonText.time(0.9996)).isEqualTo("1.00 s");
    assertThat(ComparisonText.time(12.345)).isEqualTo("12.35 s");
  }
}
