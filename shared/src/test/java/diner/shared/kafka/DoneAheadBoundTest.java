package diner.shared.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.message.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoneAheadBoundTest {

  private static final int MOST_ATTEMPTS = 5;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void noFutureOfTheJobsAtWorkTakesMoreThanTheBoundSays(long seed) {
    var random = new Random(seed);
    for (var round = 0; round < 100; round++) {
      // given
      var model = MapModel.random(random, 1 + random.nextInt(1_200));
      model.tryOpenOnes(random, 1, MOST_ATTEMPTS);
      var bound = model.boundBytes();
      var attemptsBound = DoneAheadEncoder.attemptsBound(model.open(), MOST_ATTEMPTS);
      for (var step = 0; model.hasOpen(); step++) {
        // when
        model.finishSome(random);
        model.tryOpenOnes(random, random.nextInt(4) == 0 ? 0.9 : 0.01, MOST_ATTEMPTS);
        var nextBound = model.boundBytes();
        var nextAttemptsBound = DoneAheadEncoder.attemptsBound(model.open(), MOST_ATTEMPTS);

        // then
        var place = "seed %d, round %d, step %d".formatted(seed, round, step);
        assertThat(nextBound).as(place).isLessThanOrEqualTo(bound);
        assertThat(nextAttemptsBound).as(place).isLessThanOrEqualTo(attemptsBound);
        assertThat((long) model.encoder().content().length)
            .as(place)
            .isLessThanOrEqualTo(nextBound + nextAttemptsBound);
        bound = nextBound;
        attemptsBound = nextAttemptsBound;
      }
    }
  }

  @Test
  void aBoundIsReachedWhereNoGroupIsFull() {
    // given
    var encoder = new DoneAheadEncoder(new Turn("jobs.burgers", 0, 7));
    var runs = new ArrayList<MapModel.Run>();
    for (var offset = 13L; offset < 700; offset += 7) {
      runs.add(new MapModel.Run(offset, offset + 1));
      encoder.finished(offset, offset + 1);
    }

    // when, then
    assertThat(bound(7, 699, runs)).isEqualTo(99).isEqualTo(encoder.content().length);
  }

  @ParameterizedTest
  @CsvSource({
    // committed, last, finished from, to: bytes
    "0, -1, 1, 1, 0",
    "0, 0, 1, 1, 1",
    "0, 6, 1, 7, 1",
    "0, 7, 1, 7, 2",
    "6, 7, 7, 7, 2",
    "0, 13, 7, 14, 2",
    "0, 447, 7, 448, 2",
    "0, 454, 7, 455, 3",
    "0, 6999999, 7, 7000000, 5",
    "0, 13, 7, 900, 2",
    "0, 12, 7, 900, 2",
    "0, 1000, 500, 505, 143"
  })
  void aGroupCostsAByteAndAStretchOfFullOnesItsDigits(
      long committed, long last, long from, long to, long expected) {
    // given
    var runs = to > from ? List.of(new MapModel.Run(from, to)) : List.<MapModel.Run>of();

    // when, then
    assertThat(bound(committed, last, runs)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    // open, most attempts: bytes
    "0, 5, 0",
    "9, 0, 0",
    "1, 1, 3",
    "8, 1, 3",
    "9, 1, 4",
    "8, 3, 4",
    "8, 4, 5",
    "9, 3, 5",
  })
  void attemptsCostAMarkTheirWidthAndTheirBits(long open, int maxAttempts, long expected) {
    assertThat(DoneAheadEncoder.attemptsBound(open, maxAttempts)).isEqualTo(expected);
  }

  @Test
  void runsThatTouchCountAsOne() {
    // given
    var runs = new ArrayList<MapModel.Run>();
    for (var offset = 1L; offset < 7_000; offset++) {
      runs.add(new MapModel.Run(offset, offset + 1));
    }

    // when, then
    assertThat(bound(0, 6_999, runs))
        .isEqualTo(bound(0, 6_999, List.of(new MapModel.Run(1, 7_000))))
        .isEqualTo(3);
  }

  private static long bound(long committed, long last, List<MapModel.Run> runs) {
    return DoneAheadEncoder.boundBytes(
        committed, last, visitor -> runs.forEach(run -> visitor.run(run.from(), run.to())));
  }
}
