package diner.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.kafka.Alphabet;
import diner.shared.kafka.DoneAhead;
import diner.shared.message.Turn;
import diner.worker.Deliveries;
import java.util.ArrayList;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A partition's ledger with little room for its map. */
class MapRoomTest {

  private static final int MAX_ATTEMPTS = 3;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatIsSavedFitsWhateverBecomesOfTheJobs(long seed) {
    var random = new Random(seed * 0x9E3779B97F4A7C15L);
    for (var round = 0; round < 12; round++) {
      var format =
          random.nextBoolean()
              ? new MapFormat(Alphabet.CHARS_15, 8 + random.nextInt(12), MAX_ATTEMPTS)
              : new MapFormat(Alphabet.BASE64, 14 + random.nextInt(20), MAX_ATTEMPTS);
      var base = random.nextLong(1L << 40);
      var jobs = 200 + random.nextInt(300);
      var place = "seed %d, round %d, %s from %d".formatted(seed, round, format, base);

      // given
      var ledger = ledger(base);
      var waiting = new ArrayList<Long>();
      var started = new ArrayList<Long>();
      for (var offset = base; waiting.size() < jobs; offset += 1 + gap(random)) {
        ledger.polled(offset, 1);
        waiting.add(offset);
      }
      var through = base - 1;
      var wasFull = false;
      while (!waiting.isEmpty() || !started.isEmpty()) {
        // when
        while (!waiting.isEmpty() && ledger.reserve(waiting.getFirst(), format)) {
          ledger.started();
          through = waiting.removeFirst();
          started.add(through);
        }
        wasFull |= !waiting.isEmpty();
        assertThat(started).as("something can always run: " + place).isNotEmpty();
        var offset = started.get(random.nextInt(started.size()));
        if (random.nextInt(3) == 0) {
          ledger.record(offset, 1 + random.nextInt(MAX_ATTEMPTS));
        } else {
          ledger.finish(offset);
          started.remove(offset);
        }

        // then
        var saved = ledger.save(format);
        assertThat(saved.metadata()).as(place).hasSizeLessThanOrEqualTo(format.limitChars());
        var map = map(saved.offset(), saved.metadata());
        assertThat(map.count())
            .as("nothing is left out: " + place)
            .isEqualTo(Math.max(0, through + 1 - saved.offset() - started.size()));
      }
      assertThat(wasFull).as("the limit was felt: " + place).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16, 64, 256, 4_096})
  void theAttemptsOfAllThatStartedFitToo(int limitChars) {
    var format = new MapFormat(Alphabet.CHARS_15, limitChars, MAX_ATTEMPTS);
    var ledger = ledger(0);
    var started = 0L;
    while (ledger.polled(started, 1) && ledger.reserve(started, format)) {
      started++;
    }

    for (var offset = 0L; offset < started; offset++) {
      ledger.record(offset, MAX_ATTEMPTS);
    }
    ledger.finish(started - 1);

    assertThat(ledger.save(format).metadata()).hasSizeLessThanOrEqualTo(limitChars);
  }

  @Test
  void aJobFarAheadNeedsRoomForTheAttemptsOfAllBelowIt() {
    var format = new MapFormat(Alphabet.CHARS_15, 4_096, MAX_ATTEMPTS);
    var ledger = ledger(0);
    for (var offset = 0L; offset < 20_000; offset++) {
      ledger.polled(offset, 1);
    }

    assertThat(ledger.reserve(0, format)).isTrue();
    assertThat(ledger.reserve(10_000, format)).isTrue();
    assertThat(ledger.reserve(19_999, format)).as("20,000 bits, and twice that").isFalse();
  }

  @Test
  void whatWasRefusedFitsOnceAJobBelowItIsFinished() {
    var format = new MapFormat(Alphabet.CHARS_15, 8, MAX_ATTEMPTS);
    var ledger = ledger(0);
    var full = 0L;
    while (ledger.polled(full, 1) && ledger.reserve(full, format)) {
      full++;
    }
    assertThat(ledger.reserve(full - 1, format)).as("it has its place").isTrue();
    assertThat(ledger.reserve(full, format)).isFalse();

    for (var offset = 0; offset < full; offset++) {
      ledger.finish(offset);
    }

    assertThat(ledger.reserve(full, format)).isTrue();
  }

  @Test
  void aMapReadFromACommitKeepsItsRoom() {
    var format = new MapFormat(Alphabet.CHARS_15, 8, MAX_ATTEMPTS);
    var first = ledger(0);
    var full = 0L;
    while (first.polled(full, 1) && first.reserve(full, format)) {
      full++;
    }
    first.finish(full - 1);
    var metadata = first.save(format).metadata();

    var point = new ResumePoint(Deliveries.ASSIGNMENT, OptionalLong.of(0), metadata, 0);
    var second = new PartitionLedger(point, map(0, metadata), MAX_ATTEMPTS);
    for (var offset = 0L; offset <= full; offset++) {
      second.polled(offset, 1);
    }

    assertThat(second.reserve(full - 2, format)).isTrue();
    assertThat(second.reserve(full, format)).isFalse();
  }

  private static long gap(Random random) {
    return random.nextInt(6) == 0 ? random.nextInt(random.nextBoolean() ? 3 : 100) : 0;
  }

  private static DoneAhead map(long committed, String metadata) {
    return DoneAhead.decode(new Turn("jobs.burgers", 0, committed), metadata).orElseThrow();
  }

  private static PartitionLedger ledger(long from) {
    var point = new ResumePoint(Deliveries.ASSIGNMENT, OptionalLong.of(from), "", from);
    return new PartitionLedger(point, map(from, ""), MAX_ATTEMPTS);
  }
}
