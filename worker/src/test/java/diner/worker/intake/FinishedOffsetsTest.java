package diner.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FinishedOffsetsTest {

  @Test
  void forgetsTheMarksOfPagesItHasJumpedOver() {
    var page = 4_096L;
    var offsets = new FinishedOffsets(0);
    offsets.add(page + 900);
    offsets.addRange(0, 5 * page);

    assertThat(offsets.contains(6 * page + 900)).as("in the place of the former").isFalse();
    for (var offset = 6 * page; offset < 7 * page - 1; offset++) {
      assertThat(offsets.add(offset)).isTrue();
    }
    assertThat(offsets.contains(7 * page - 1)).as("the only open one of its page").isFalse();
  }

  @Test
  void startsAtTheFirstOpenOffset() {
    var offsets = new FinishedOffsets(100);

    assertThat(offsets.firstOpen()).isEqualTo(100);
    assertThat(offsets.contains(99)).isTrue();
    assertThat(offsets.contains(100)).isFalse();
  }

  @Test
  void movesOnlyOverOffsetsWithoutAGap() {
    var offsets = new FinishedOffsets(0);

    offsets.add(1);
    offsets.add(2);
    assertThat(offsets.firstOpen()).isZero();

    offsets.add(0);
    assertThat(offsets.firstOpen()).isEqualTo(3);
  }

  @Test
  void saysThatAnOffsetWasFinishedBefore() {
    var offsets = new FinishedOffsets(0);

    assertThat(offsets.add(5)).isTrue();
    assertThat(offsets.add(5)).isFalse();
    offsets.add(0);
    assertThat(offsets.add(0)).isFalse();
  }

  @Test
  void bearsMillionsFinishedBehindOneThatIsOpen() {
    var offsets = new FinishedOffsets(7);

    for (var offset = 8L; offset < 5_000_000; offset++) {
      offsets.add(offset);
    }
    assertThat(offsets.firstOpen()).isEqualTo(7);

    offsets.add(7);
    assertThat(offsets.firstOpen()).isEqualTo(5_000_000);
  }

  @Test
  void jumpsOverAGapAsWideAsItMayBe() {
    var offsets = new FinishedOffsets(10);

    offsets.addRange(10, 4_000_000_000L);

    assertThat(offsets.firstOpen()).isEqualTo(4_000_000_000L);
    assertThat(offsets.add(4_000_000_001L)).isTrue();
  }

  @Test
  void showsNoRunWhereNothingIsFinishedAhead() {
    var offsets = new FinishedOffsets(5);

    offsets.addRange(5, 10_000);

    assertThat(runs(offsets, Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void showsMillionsFinishedBehindOneThatIsOpenAsOneRun() {
    var offsets = new FinishedOffsets(7);

    offsets.addRange(8, 5_000_000);

    assertThat(runs(offsets, Long.MAX_VALUE)).containsExactly(new Run(8, 5_000_000));
    assertThat(runs(offsets, 4_096)).containsExactly(new Run(8, 4_096));
    assertThat(runs(offsets, 9)).containsExactly(new Run(8, 9));
    assertThat(runs(offsets, 8)).isEmpty();
    assertThat(runs(offsets, 0)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void showsTheRunsOfABitSetWhateverTheOrder(long seed) {
    var random = new Random(seed);
    var start = random.nextLong(1_000_000);
    var offsets = new FinishedOffsets(start);
    var model = new BitSet();

    for (var step = 0; step < 1_000; step++) {
      var from = model.nextClearBit(0) + random.nextInt(20_000);
      var to = from + 1 + (random.nextInt(8) == 0 ? random.nextInt(9_000) : random.nextInt(90));
      if (random.nextInt(8) == 0) {
        from = model.nextClearBit(0);
      }
      offsets.addRange(start + from, start + to);
      model.set(from, to);

      var below = random.nextBoolean() ? 40_000 : random.nextInt(30_000);
      assertThat(runs(offsets, start + below))
          .as("seed %d, step %d, below %d", seed, step, below)
          .isEqualTo(runs(model, start, below));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void agreesWithASetOfOffsetsWhateverTheOrder(long seed) {
    var random = new Random(seed);
    var start = random.nextLong(1_000_000);
    var offsets = new FinishedOffsets(start);
    var model = new TreeSet<Long>();
    var firstOpen = start;

    for (var step = 0; step < 3_000; step++) {
      var from = firstOpen + random.nextLong(20_000);
      if (random.nextInt(4) == 0) {
        var to = from + random.nextLong(9_000);
        offsets.addRange(from, to);
        for (var offset = from; offset < to; offset++) {
          model.add(offset);
        }
      } else {
        var isNew = from >= firstOpen && !model.contains(from);
        assertThat(offsets.add(from)).as("seed %d, step %d", seed, step).isEqualTo(isNew);
        model.add(from);
      }
      while (model.contains(firstOpen)) {
        model.remove(firstOpen);
        firstOpen++;
      }
      assertThat(offsets.firstOpen()).as("seed %d, step %d", seed, step).isEqualTo(firstOpen);
      var probe = firstOpen + random.nextLong(30_000);
      assertThat(offsets.contains(probe))
          .as("seed %d, step %d, offset %d", seed, step, probe)
          .isEqualTo(model.contains(probe));
    }
  }

  private record Run(long from, long to) {}

  private static List<Run> runs(FinishedOffsets offsets, long below) {
    var runs = new ArrayList<Run>();
    offsets.forEachRun(below, (from, to) -> runs.add(new Run(from, to)));
    return runs;
  }

  private static List<Run> runs(BitSet finished, long start, int below) {
    var runs = new ArrayList<Run>();
    var from = finished.nextSetBit(finished.nextClearBit(0));
    while (from >= 0 && from < below) {
      var to = finished.nextClearBit(from);
      runs.add(new Run(start + from, start + Math.min(to, below)));
      from = finished.nextSetBit(to);
    }
    return runs;
  }
}
