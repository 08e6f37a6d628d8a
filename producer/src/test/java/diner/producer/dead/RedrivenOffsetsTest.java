package diner.producer.dead;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RedrivenOffsetsTest {

  @Test
  void holdsOffsetsOfAnyDistanceByPartition() {
    var redriven = new RedrivenOffsets();
    var offsets = new long[] {0, 1, 65_535, 65_536, 3_000_000_000L, 1L << 50};
    for (var offset : offsets) {
      redriven.add(1, offset);
    }

    for (var offset : offsets) {
      assertThat(redriven.contains(1, offset)).as("%d", offset).isTrue();
      assertThat(redriven.contains(0, offset)).as("%d", offset).isFalse();
      assertThat(redriven.contains(1, offset + 2)).as("%d", offset + 2).isFalse();
    }
  }
}
