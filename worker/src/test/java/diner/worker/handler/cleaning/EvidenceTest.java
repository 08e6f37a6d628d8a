package diner.worker.handler.cleaning;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EvidenceTest {

  @Test
  void asksForMoreNeighboursWhereThereIsMoreDirt() {
    var before = 0;
    for (var percent = 0; percent <= 100; percent += 5) {
      var needed = Evidence.needed(percent / 100f)[24];

      assertThat(needed).isGreaterThanOrEqualTo((short) before);
      before = needed;
    }
    assertThat(before).isEqualTo((short) 22);
  }

  /** Binomial(24, 0.0957) is 10 or more once in 28,000 and 11 or more once in 213,000 cases. */
  @Test
  void boundsAreThoseOfTheBinomialDistribution() {
    assertThat(Evidence.needed(0.19f)[24]).isEqualTo((short) 11);
  }

  @Test
  void boundsStayWithinReachForTheLargestWindows() {
    for (var percent = 0; percent <= 90; percent++) {
      var needed = Evidence.needed(percent / 100f);
      assertThat((int) needed[needed.length - 1]).isBetween(1, needed.length - 1);
    }
  }

  @Test
  void isNeverConvincedByTooFewNeighbours() {
    // A pixel that is alone, or nearly so, proves nothing under heavy dirt.
    assertThat(Evidence.needed(0.9f)[0]).isGreaterThan((short) 0);
    assertThat(Evidence.needed(0.9f)[3]).isGreaterThan((short) 3);
  }
}
