package diner.shared.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.message.Turn;
import java.util.HexFormat;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Metadata that is none of ours, was changed on its way, or was made for another commit. */
class ForeignMetadataTest {

  private static final Turn COMMITTED = new Turn("jobs.burgers", 3, 1_234_567);

  @ParameterizedTest
  @ValueSource(
      strings = {" ", "D", "d", "dA", "NO_METADATA", "{\"a\":1}", "Dࠀ", "\uD83C\uDF54", "\u0000"})
  void isNotRead(String metadata) {
    assertThat(DoneAhead.decode(COMMITTED, metadata)).isEmpty();
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.SECONDS)
  void survivesAMillionRandomStrings() {
    var seed = 20_261_122L;
    var random = new Random(seed);
    var valid = new String[64];
    for (var i = 0; i < valid.length; i++) {
      valid[i] = someMap(random).encode(i % 2 == 0 ? Alphabet.CHARS_15 : Alphabet.BASE64);
    }
    var read = 0;
    for (var i = 0; i < 1_000_000; i++) {
      var text = i % 2 == 0 ? randomText(random) : mutated(valid[random.nextInt(64)], random);
      read += decodes(text, seed, i) ? 1 : 0;
    }
    // Empty strings alone are as good as ours.
    assertThat(read).as("seed %d", seed).isBetween(1, 100_000);
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.SECONDS)
  void survivesAMillionContentsWhoseChecksumIsRight() {
    var seed = 20_261_123L;
    var random = new Random(seed);
    var read = 0;
    for (var i = 0; i < 1_000_000; i++) {
      var content = new byte[1 + random.nextInt(24)];
      random.nextBytes(content);
      if (random.nextBoolean()) {
        content[random.nextInt(content.length)] = (byte) BitmapCode.END;
      }
      var text = SealedContent.seal(COMMITTED, content, Alphabet.CHARS_15);
      read += decodes(text, seed, i) ? 1 : 0;
    }
    assertThat(read).as("seed %d", seed).isBetween(100_000, 999_999);
  }

  @ParameterizedTest
  @EnumSource
  void isRefusedWhicheverCharacterChanged(Alphabet alphabet) {
    var seed = 7L;
    var random = new Random(seed);
    for (var round = 0; round < 20; round++) {
      var text = someMap(random).encode(alphabet);
      assertThat(DoneAhead.decode(COMMITTED, text)).isPresent();
      for (var at = 0; at < text.length(); at++) {
        for (var attempt = 0; attempt < 20; attempt++) {
          var changed = new StringBuilder(text);
          changed.setCharAt(at, otherThan(text.charAt(at), alphabet, random));
          assertThat(DoneAhead.decode(COMMITTED, changed.toString()))
              .as("seed %d, round %d, character %d", seed, round, at)
              .isEmpty();
        }
      }
      assertThat(DoneAhead.decode(COMMITTED, text.substring(0, text.length() - 1))).isEmpty();
      assertThat(DoneAhead.decode(COMMITTED, text + alphabet.character(0))).isEmpty();
      assertThat(DoneAhead.decode(COMMITTED, text + alphabet.character(1))).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void isRefusedBesideAnotherCommit(Alphabet alphabet) {
    // given
    var text = someMap(new Random(1)).encode(alphabet);

    // when, then
    assertThat(DoneAhead.decode(COMMITTED, text)).isPresent();
    assertThat(DoneAhead.decode(new Turn("jobs.burgers2", 3, 1_234_567), text)).isEmpty();
    assertThat(DoneAhead.decode(new Turn("mirror.jobs.burgers", 3, 1_234_567), text)).isEmpty();
    assertThat(DoneAhead.decode(new Turn("jobs.burgers", 4, 1_234_567), text)).isEmpty();
    assertThat(DoneAhead.decode(new Turn("jobs.burgers", 3, 1_234_568), text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80", // a run of none
        "BFBFBFBFBFBFBFBFBFBFBFBF", // more groups than there are
        "FFFFFFFFFFFFFFFFFFFFFFFF", // and open ones
        "0081898989898989889E859B", // and one too many
        "00C1C9C9C9C9C9C9C8DEC5DA01", // and a group behind the last
        "81", // finished from the committed offset on
        "7F",
        "C020", // more bits than a number has
        "C0FF",
        "C00000", // an attempt that is none
        "C0000080", // a varint without an end
        "C000FFFFFFFFFFFFFFFF7F01", // an offset that there is not
        "C000FFFFFFFFFFFFFFFFFF7F01",
        "C00001FFFFFFFF7F" // more attempts than a number holds
      })
  void isRefusedWhereTheFormDoesNotHold(String hex) {
    // given
    var content = HexFormat.of().parseHex(hex);

    // when
    var text = SealedContent.seal(COMMITTED, content, Alphabet.BASE64);

    // then
    assertThat(DoneAhead.decode(COMMITTED, text)).isEmpty();
  }

  /** Whether it can be read; then what was read must hold together. */
  private static boolean decodes(String text, long seed, int i) {
    try {
      var ahead = DoneAhead.decode(COMMITTED, text);
      ahead.ifPresent(map -> {
        var runs = MapModel.runs(map);
        var end = COMMITTED.offset();
        for (var run : runs) {
          assertThat(run.from()).isGreaterThan(end);
          assertThat(run.to()).isGreaterThan(run.from());
          end = run.to();
        }
        assertThat(map.count()).isNotNegative();
        assertThat(map.attempts().keySet())
            .allMatch(offset ->
                offset >= COMMITTED.offset()
                    && runs.stream().noneMatch(run -> run.from() <= offset && offset < run.to()));
      });
      return ahead.isPresent();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("seed %d, string %d: '%s'".formatted(seed, i, text), e);
    }
  }

  private static DoneAheadEncoder someMap(Random random) {
    var encoder = new DoneAheadEncoder(COMMITTED);
    var attempts = new TreeMap<Long, Integer>();
    var offset = COMMITTED.offset() + 1;
    for (var run = 1 + random.nextInt(30); run > 0; run--) {
      var from = offset + random.nextInt(20);
      offset = from + 1 + random.nextInt(random.nextInt(5) == 0 ? 10_000 : 10);
      encoder.finished(from, offset);
      attempts.put(offset++, 1 + random.nextInt(5));
    }
    encoder.attempts(attempts);
    return encoder;
  }

  private static String randomText(Random random) {
    var text = new StringBuilder();
    var alphabet = random.nextBoolean() ? Alphabet.CHARS_15 : Alphabet.BASE64;
    if (random.nextInt(4) > 0) {
      text.append(alphabet == Alphabet.CHARS_15 ? 'D' : 'd');
    }
    for (var length = random.nextInt(24); length > 0; length--) {
      text.append(
          random.nextInt(50) == 0
              ? (char) random.nextInt(1 << 16)
              : alphabet.character(
                  random.nextInt(alphabet == Alphabet.CHARS_15 ? 1 << 15 : 1 << 6)));
    }
    return text.toString();
  }

  private static String mutated(String valid, Random random) {
    var text = new StringBuilder(valid);
    for (var change = 1 + random.nextInt(3); change > 0 && !text.isEmpty(); change--) {
      var at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.setCharAt(at, (char) random.nextInt(1 << 16));
        case 1 -> text.setCharAt(at, (char) (text.charAt(at) ^ (1 << random.nextInt(15))));
        case 2 -> text.deleteCharAt(at);
        default -> text.setLength(at);
      }
    }
    return text.toString();
  }

  private static char otherThan(char character, Alphabet alphabet, Random random) {
    var other = character;
    while (other == character) {
      other =
          switch (random.nextInt(3)) {
            case 0 -> (char) random.nextInt(1 << 16);
            case 1 -> (char) (character ^ (1 << random.nextInt(15)));
            default -> alphabet.character(random.nextInt(64));
          };
    }
    return other;
  }
}
