package diner.producer.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StripTest {

  private static Work work(long fromMillis, long toMillis) {
    return Measured.work("w", "t", fromMillis, toMillis);
  }

  @Test
  void workThatFollowsOnIsOneRow() {
    var strip = Strip.of(List.of(work(10, 20), work(0, 10), work(25, 30)));

    assertThat(strip.rows()).isEqualTo(1);
    assertThat(strip.pieces()).extracting(piece -> piece.work().startedAt()).isSorted().hasSize(3);
  }

  @Test
  void workAtTheSameTimeIsStacked() {
    var strip = Strip.of(List.of(work(0, 10), work(1, 11), work(10, 20)));

    assertThat(strip.rows()).isEqualTo(2);
    assertThat(strip.pieces()).extracting(Strip.Piece::row).containsExactly(0, 1, 0);
    assertThat(strip.isSampled()).isFalse();
  }

  @Test
  void ofMoreRowsThanCanBeSeenEvenlyManyAreLeftOut() {
    var works = new ArrayList<Work>();
    for (var i = 0; i < 100; i++) {
      works.add(work(i, 1_000 + i));
    }

    var strip = Strip.of(works);

    assertThat(strip.rows()).isEqualTo(Strip.MAX_ROWS);
    assertThat(strip.pieces())
        .extracting(Strip.Piece::row)
        .hasSize(Strip.MAX_ROWS)
        .doesNotHaveDuplicates();
    assertThat(strip.pieces().getLast().work().startedAt())
        .as("not only the first ones")
        .isAfter(Measured.NOON.plusMillis(90));
    assertThat(strip.isSampled()).isTrue();
    assertThat(strip.total()).isEqualTo(100);
  }

  @Test
  void ofMorePiecesThanCanBeSeenEvenlyManyAreLeftOut() {
    var works = new ArrayList<Work>();
    for (var i = 0; i < 2_500; i++) {
      works.add(work(i, i + 1));
    }

    var strip = Strip.of(works);

    assertThat(strip.pieces()).hasSize(Strip.MAX_PIECES);
    assertThat(strip.rows()).isEqualTo(1);
    assertThat(strip.pieces().getLast().work().startedAt())
        .isAfter(Measured.NOON.plusMillis(2_450));
  }

  @Test
  void noTwoPiecesOfARowAreAtTheSameTimeWhateverTheWork() {
    var seed = Long.getLong("strip.seed", System.nanoTime());
    System.out.println("strip.seed=" + seed);
    var random = new Random(seed);
    for (var run = 0; run < 200; run++) {
      var works = new ArrayList<Work>();
      for (var i = random.nextInt(300); i >= 0; i--) {
        var from = random.nextInt(1_000);
        works.add(work(from, from + random.nextInt(400)));
      }

      var ends = new HashMap<Integer, Instant>();
      for (var piece : Strip.of(works).pieces()) {
        var before = ends.put(piece.row(), piece.work().finishedAt());
        assertThat(piece.row()).isBetween(0, Strip.MAX_ROWS - 1);
        if (before != null) {
          assertThat(piece.work().startedAt()).isAfterOrEqualTo(before);
        }
      }
    }
  }
}
