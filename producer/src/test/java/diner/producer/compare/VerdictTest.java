package diner.producer.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VerdictTest {

  private static String of(Comparison comparison) {
    return String.join("\n", Verdict.of(comparison));
  }

  @Test
  void itDependsOnTheWorkWhereEachKindGainsInItsOwnWay() {
    assertThat(Verdict.of(Measured.usual()))
        .containsExactly(
            "Burgers: overlapped on one thread 34.2 times as fast, on 2 threads without overlap"
                + " 2.00 times as fast.",
            "Cleaning: taking turns on one thread no faster (1.01×), with 2 cleaners 1.92 times as"
                + " fast.",
            "So it depends on the work: overlap what waits, spread what computes.",
            "Two workers with default settings, against the best of these: burgers about as fast"
                + " (1.04×), cleaning about as fast (0.99×).");
  }

  @Test
  void doesNotSaySoWhereTheNumbersDont() {
    var comparison =
        new Measured()
            .times("burgers", 1_000, 1_000, 500, 1_000)
            .times("cleaning", 2_000, 1_000, 2_000, 500)
            .comparison();

    assertThat(of(comparison))
        .contains("Burgers: overlapped on one thread no faster (1.00×)")
        .contains("Cleaning: taking turns on one thread 2.00 times as fast, with 2 cleaners no")
        .contains("So here burgers gained most from threads, and cleaning gained most from overl")
        .contains("That is not their nature")
        .contains("burgers slower (0.50×), cleaning faster (2.00×)")
        .doesNotContain("it depends");
  }

  @Test
  void saysWhereBothWaysAreAlikeAndWhereNeitherHelps() {
    var comparison =
        new Measured()
            .times("burgers", 1_000, 500, 480, 490)
            .times("cleaning", 1_000, 1_500, 950, 1_000)
            .comparison();

    assertThat(of(comparison))
        .contains("burgers gained as much from either, and cleaning gained from neither")
        .contains("taking turns on one thread slower (0.67×)")
        .doesNotContain("it depends");
  }

  @Test
  void saysThatOneThreadCantSpreadWork() {
    var comparison =
        new Measured()
            .with(Measured.plan(1))
            .times("burgers", 1_000, 100, 1_000, 100)
            .times("cleaning", 1_000, 1_000, 1_000, 1_000)
            .comparison();

    assertThat(of(comparison))
        .contains("on 1 thread without overlap no faster")
        .contains("with 1 cleaner no faster")
        .contains("On one thread nothing can be spread: try --threads 2.");
  }

  @Test
  void aTimeOfNothingIsNoGainWithoutEnd() {
    var comparison =
        new Measured().times("burgers", 0, 0, 0, 0).times("cleaning", 0, 0, 0, 0).comparison();

    assertThat(of(comparison)).contains("(1.00×)").doesNotContain("NaN").doesNotContain("Infin");
  }
}
