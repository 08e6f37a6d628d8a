package diner.shared.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diner.shared.message.Turn;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoneAheadTest {

  private static final int METADATA_CHARS = 4_096;
  private static final long HUGE = 1L << 60;

  @ParameterizedTest
  @EnumSource
  void metadataSaysInWhichAlphabetItIs(Alphabet alphabet) {
    var encoder = new DoneAheadEncoder(at(0));
    encoder.finished(1, 2);
    var metadata = encoder.encode(alphabet);

    for (var each : Alphabet.values()) {
      assertThat(each.isOf(metadata)).isEqualTo(each == alphabet);
      assertThat(each.isOf("")).isFalse();
    }
  }

  @Test
  void nothingDoneIsNoMetadataAndBack() {
    // given
    var committed = at(41);

    // when
    var text = new DoneAheadEncoder(committed).encode(Alphabet.CHARS_15);
    var ahead = DoneAhead.decode(committed, text).orElseThrow();

    // then
    assertThat(text).isEmpty();
    assertThat(ahead.count()).isZero();
    assertThat(ahead.attempts()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void comesBackAsItWasWritten(long seed) {
    var random = new Random(seed);
    for (var round = 0; round < 200; round++) {
      // given
      var model = MapModel.random(random, 1 + random.nextInt(3_000));
      for (var alphabet : Alphabet.values()) {
        // when
        var text = model.encoder().encode(alphabet);
        var ahead = DoneAhead.decode(model.committed(), text).orElseThrow();

        // then
        assertThat(MapModel.runs(ahead))
            .as("seed %d, round %d, %s", seed, round, alphabet)
            .isEqualTo(MapModel.runs(model));
        assertThat(ahead.count()).as("seed %d, round %d", seed, round).isEqualTo(model.count());
        assertThat(ahead.attempts())
            .as("seed %d, round %d", seed, round)
            .isEqualTo(model.attempts());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRunCostsItsDigitsHoweverLongItIs(Alphabet alphabet) {
    // given
    var encoder = new DoneAheadEncoder(at(3));
    encoder.finished(4, HUGE);
    encoder.finished(HUGE + 1, 2 * HUGE);
    encoder.attempts(once(HUGE, 4));

    // when
    var text = encoder.encode(alphabet);
    var ahead = DoneAhead.decode(at(3), text).orElseThrow();

    // then
    assertThat(text.length()).isLessThan(60);
    assertThat(MapModel.runs(ahead))
        .containsExactly(new MapModel.Run(4, HUGE), new MapModel.Run(HUGE + 1, 2 * HUGE));
    assertThat(ahead.count()).isEqualTo(2 * HUGE - 5);
    assertThat(ahead.countFrom(HUGE)).isEqualTo(HUGE - 1);
    assertThat(ahead.attempts()).isEqualTo(once(HUGE, 4));
  }

  @Test
  void theEndOfAllOffsetsCanBeWritten() {
    // given
    var encoder = new DoneAheadEncoder(at(0));
    encoder.finished(Long.MAX_VALUE - 9, Long.MAX_VALUE);
    encoder.attempts(once(Long.MAX_VALUE - 10, 1));

    // when
    var ahead = DoneAhead.decode(at(0), encoder.encode(Alphabet.CHARS_15)).orElseThrow();

    // then
    assertThat(MapModel.runs(ahead))
        .containsExactly(new MapModel.Run(Long.MAX_VALUE - 9, Long.MAX_VALUE));
    assertThat(ahead.attempts()).isEqualTo(once(Long.MAX_VALUE - 10, 1));
  }

  @Test
  void oneStuckUnderFiveMillionFinishedTakesAHandfulOfBytes() {
    // given
    var encoder = new DoneAheadEncoder(at(1_000_000));

    // when
    encoder.finished(1_000_001, 6_000_000);

    // then
    assertThat(encoder.content()).hasSizeLessThanOrEqualTo(6);
    assertThat(encoder.encode(Alphabet.CHARS_15)).hasSizeLessThanOrEqualTo(8);
    assertThat(encoder.encode(Alphabet.BASE64)).hasSizeLessThanOrEqualTo(16);
  }

  @Test
  void fiftyThousandOffsetsEachSecondOneFinishedFit() {
    // given
    var encoder = new DoneAheadEncoder(at(0));

    // when
    for (var offset = 1; offset < 50_000; offset += 2) {
      encoder.finished(offset, offset + 1);
    }

    // then
    assertThat(encoder.encode(Alphabet.CHARS_15)).hasSizeLessThanOrEqualTo(METADATA_CHARS);
    assertThat(encoder.content())
        .hasSize(7_143)
        .hasSizeLessThanOrEqualTo(Alphabet.CHARS_15.bytesIn(METADATA_CHARS));
  }

  @ParameterizedTest
  @EnumSource
  void asManyBytesFitAsAreSaid(Alphabet alphabet) {
    for (var chars = 0; chars < 300; chars++) {
      // when
      var bytes = alphabet.bytesIn(chars);

      // then
      if (bytes > 0) {
        assertThat(SealedContent.seal(at(0), new byte[bytes], alphabet).length())
            .isLessThanOrEqualTo(chars);
      }
      assertThat(SealedContent.seal(at(0), new byte[bytes + 1], alphabet).length())
          .isGreaterThan(chars);
    }
    assertThat(Alphabet.CHARS_15.bytesIn(METADATA_CHARS)).isEqualTo(7_673);
    assertThat(Alphabet.BASE64.bytesIn(METADATA_CHARS)).isEqualTo(3_066);
  }

  @Test
  void runsMustAscendBeyondTheCommittedOffset() {
    // given
    var encoder = new DoneAheadEncoder(at(10));
    encoder.finished(12, 15);

    // when, then
    assertThatThrownBy(() -> new DoneAheadEncoder(at(10)).finished(10, 11))
        .hasMessageContaining("from 11 or later, got [10, 11)");
    assertThatThrownBy(() -> encoder.finished(14, 20)).hasMessageContaining("15 or later");
    assertThatThrownBy(() -> encoder.finished(20, 20)).hasMessageContaining("[20, 20)");
  }

  @Test
  void nothingIsAddedOnceTheMetadataIsMade() {
    // given
    var encoder = new DoneAheadEncoder(at(10));
    encoder.encode(Alphabet.CHARS_15);

    // when, then
    assertThatThrownBy(() -> encoder.finished(12, 15))
        .hasMessageContaining("jobs.burgers/3@10 is made, [12, 15) comes too late");
  }

  @Test
  void runsThatTouchAreOne() {
    // given
    var encoder = new DoneAheadEncoder(at(0));
    for (var offset = 1; offset < 1_000; offset++) {
      encoder.finished(offset, offset + 1);
    }
    var whole = new DoneAheadEncoder(at(0));
    whole.finished(1, 1_000);

    // when, then
    assertThat(encoder.content()).isEqualTo(whole.content());
  }

  @Test
  void attemptsMustBeOfOpenOffsets() {
    assertThatThrownBy(() -> tried(9)).hasMessageContaining("from offset 10 on, got 9");
    assertThatThrownBy(() -> tried(13)).hasMessageContaining("13 is finished");
  }

  private static void tried(long offset) {
    var encoder = new DoneAheadEncoder(at(10));
    encoder.finished(12, 15);
    encoder.attempts(once(offset, 1));
    encoder.encode(Alphabet.CHARS_15);
  }

  private static Turn at(long offset) {
    return new Turn("jobs.burgers", 3, offset);
  }

  private static SortedMap<Long, Integer> once(long offset, int attempts) {
    var map = new TreeMap<Long, Integer>();
    map.put(offset, attempts);
    return map;
  }
}
