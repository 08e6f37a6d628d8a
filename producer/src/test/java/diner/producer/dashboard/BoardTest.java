package diner.producer.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import diner.producer.lag.Look;
import diner.producer.lag.PartitionLook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class BoardTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private final Board board =
      new Board(new State.Names("workers", "jobs"), NOW.minus(Board.HISTORY));

  private void take(Answered answered) {
    board.onReply(answered, NOW);
  }

  @Test
  void countsByKindAndStatus() {
    // given
    Samples.done(5, NOW).forEach(this::take);
    take(Samples.answered(Samples.failed("a", "kitchen-500", "on fire", NOW)));
    take(Samples.answered(Samples.expired("b", NOW)));
    take(Samples.answered(Samples.house("c", 4, NOW)));
    board.onUnreadable();

    // when
    var state = board.state(NOW);

    // then
    assertThat(state.figures())
        .isEqualTo(new State.Figures(0, 0, 0, state.figures().out(), 6, 1, 1, 1));
    assertThat(state.kinds())
        .extracting(Kinds.Row::kind, Kinds.Row::done, Kinds.Row::failed, Kinds.Row::expired)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("burgers", 5L, 1L, 1L),
            org.assertj.core.groups.Tuple.tuple("cleaning", 1L, 0L, 0L));
  }

  @Test
  void outIsTheMeanOfTheLastWholeSeconds() {
    for (var second = 1; second <= 5; second++) {
      Samples.done(10 * second, NOW.minusSeconds(second)).forEach(this::take);
    }

    assertThat(board.state(NOW).figures().out()).isEqualTo(30.0);
    var out = board.wholeState(NOW).throughput().out();
    assertThat(out.subList(out.size() - 6, out.size())).containsExactly(0, 50, 40, 30, 20, 10);
  }

  @Test
  void inIsTheGrowthBetweenTwoLooksAndUnknownBefore() {
    // given
    board.onLook(look(NOW.minusSeconds(4), 1_000));

    // when
    board.onLook(look(NOW.minusSeconds(2), 1_500));

    // then
    var state = board.state(NOW);
    assertThat(state.figures().in()).isEqualTo(250.0);
    assertThat(state.figures().unfinished()).isEqualTo(1_500);
    assertThat(state.figures().workers()).isEqualTo(2);
    var in = state.throughput().in();
    assertThat(in.subList(in.size() - 5, in.size()))
        .containsExactly(null, 250.0, 250.0, null, null);
  }

  @Test
  void aTopicMadeBetweenTwoLooksCountsFromItsFirstJob() {
    board.onLook(new Look("workers", NOW.minusSeconds(2), 1, List.of(), Map.of()));

    board.onLook(look(NOW, 10));

    assertThat(board.state(NOW).figures().in()).isEqualTo(5.0);
  }

  private static Look look(Instant at, long end) {
    var partition = new TopicPartition("jobs.burgers", 0);
    var seen =
        new PartitionLook.Seen(
            partition, 0, end, OptionalLong.empty(), 0, Map.of(), Set.of("worker-1"));
    return new Look("workers", at, 2, List.of(seen), Map.of());
  }

  @Test
  void saysWhyKafkaCannotBeLookedAtUntilItCan() {
    board.onKafkaAway("no answer");
    assertThat(board.state(NOW).away()).isEqualTo("no answer");

    board.onLook(look(NOW, 0));
    assertThat(board.state(NOW).away()).isNull();
  }

  @Test
  void timesAreThoseOfTheLastMinute() {
    // given jobs that are too old to count, and some that are not
    Samples.done(50, NOW.minusSeconds(70)).forEach(this::take);
    double wait = Samples.WAIT.toMillis();
    assertThat(board.state(NOW).kinds().getFirst().minute().waited()).isNull();

    // when
    Samples.done(50, NOW.minusSeconds(30)).forEach(this::take);

    // then
    var minute = board.state(NOW).kinds().getFirst().minute();
    assertThat(Objects.requireNonNull(minute.waited()).p99()).isCloseTo(wait, within(wait / 32.0));
    assertThat(Objects.requireNonNull(minute.ran()).p50()).isCloseTo(500, within(500 / 32.0));
    assertThat(board.wholeState(NOW).latency())
        .filteredOn(each -> each.ran() != null)
        .extracting(Latencies.Minute::at)
        .first()
        .isEqualTo(NOW.minusSeconds(65).toEpochMilli());
  }

  @Test
  void aReplyFromAWorkerWhoseClockIsAheadCountsNow() {
    take(Samples.answered(Samples.done("early", NOW.plus(Duration.ofHours(1)))));

    var later = NOW.plusSeconds(1);
    assertThat(board.state(later).throughput().out().getLast()).isEqualTo(1);
  }

  @Test
  void batchesSayHowFarTheyAreAndTheOldestIsForgotten() {
    for (var batch = 0; batch < Batches.MOST + 3; batch++) {
      for (var job = 0; job < 7; job++) {
        var at = NOW.plusMillis(100L * batch + job);
        var reply = Samples.ofBatch("job-" + job, "batch-" + batch, at);
        take(new Answered(reply, 10, at));
      }
    }

    var rows = board.state(NOW).batches();
    assertThat(rows).hasSize(Batches.MOST);
    assertThat(rows.getFirst().batch()).isEqualTo("batch-" + (Batches.MOST + 2));
    assertThat(rows).allMatch(row -> row.done() == 7 && row.size() == 10);
  }

  @Test
  void failuresAreCountedByTypeWithTheNewestAsSamples() {
    for (var job = 0; job < 9; job++) {
      take(Samples.answered(Samples.failed("job-" + job, "kitchen-500", "on fire " + job, NOW)));
    }

    var row = board.state(NOW).failures().getFirst();
    assertThat(row.type()).isEqualTo("kitchen-500");
    assertThat(row.count()).isEqualTo(9);
    assertThat(row.samples())
        .extracting(Failures.Sample::message)
        .containsExactly("on fire 8", "on fire 7", "on fire 6");
  }

  @Test
  void whatStrangersNameIsBoundedInNumberAndLength() {
    var longText = "x".repeat(100_000);
    for (var i = 0; i < 500; i++) {
      take(Samples.answered(Samples.ofKind("job", "kind-" + i + longText, NOW, longText)));
      take(Samples.answered(Samples.failed(longText, i + longText, longText, NOW)));
      take(Samples.answered(Samples.ofBatch("job", i + longText, NOW)));
      take(
          Samples.answered(
              Samples.ofKind("job", "burgers", NOW, "vert.x-eventloop-thread-" + i + longText)));
    }
    var bars = Objects.requireNonNull(board.newBars(NOW));

    var whole = Event.snapshot(board.wholeState(NOW), board.allBars(NOW));
    assertThat(whole.length()).isLessThan(200_000);
    assertThat(bars.lanes()).hasSizeLessThanOrEqualTo(64);
    var kinds = board.state(NOW).kinds();
    assertThat(kinds).hasSizeLessThanOrEqualTo(17);
    assertThat(kinds.stream().mapToLong(Kinds.Row::done).sum()).isEqualTo(1_500);
  }

  @Test
  void aBarIsAWaitOnItsEventLoopOrARoomOfItsCleaner() {
    take(Samples.answered(Samples.done("burgers-1", NOW)));
    take(Samples.answered(Samples.house("house-1", 4, NOW)));
    take(Samples.answered(Samples.ofKind("score-1", "score", NOW, "cleaner-0")));
    take(Samples.answered(Samples.ofKind("meal-1", "seconds", NOW, "awaiting jobs.seconds/0@7")));
    take(Samples.answered(Samples.ofKind("never-ran", "burgers", NOW, "intake")));

    var bars = Objects.requireNonNull(board.newBars(NOW));

    assertThat(bars.lanes())
        .extracting(Lanes.Lane::name)
        .containsExactly("virtual threads", "vert.x-eventloop-thread-0", "cleaner 0", "cleaner 1");
    assertThat(bars.bars()).extracting(Bars.Bar::room).containsExactly(-1, -1, 0, 1, 2, 3, -1);
    assertThat(bars.drawn()).isEqualTo(new Bars.Drawn(7, 7));
    assertThat(board.newBars(NOW)).isNull();
    assertThat(board.allBars(NOW).bars()).hasSize(7);
    assertThat(board.newBars(NOW.plusSeconds(30))).isNull();
    assertThat(board.allBars(NOW.plusSeconds(30)).bars()).isEmpty();
  }

  @Test
  void ofTooManyOnlySomeAreDrawnAndAllAreCounted() {
    Samples.done(5_000, NOW).forEach(this::take);
    take(Samples.answered(Samples.house("house-1", 4, NOW)));

    var bars = Objects.requireNonNull(board.newBars(NOW));

    assertThat(bars.bars()).hasSizeBetween(Bars.MOST_AT_ONCE / 2, 2 * Bars.MOST_AT_ONCE);
    assertThat(bars.bars()).filteredOn(bar -> bar.room() >= 0).hasSize(4);
    assertThat(bars.drawn()).isEqualTo(new Bars.Drawn(5_004, bars.bars().size()));
    assertThat(board.state(NOW).figures().done()).isEqualTo(5_001);
  }

  @Test
  void aBurstIsDrawnWholeButNotOneAfterTheOther() {
    Samples.done(250, NOW).forEach(this::take);
    assertThat(Objects.requireNonNull(board.newBars(NOW)).bars()).hasSize(250);

    Samples.done(250, NOW).forEach(this::take);
    assertThat(Objects.requireNonNull(board.newBars(NOW)).bars()).hasSizeLessThan(111);
  }

  @Test
  void whatNeverRanHasNoTimes() {
    var rejected = Samples.neverTried("job-1", NOW);
    take(Samples.answered(rejected));

    var row = board.state(NOW).kinds().getFirst();
    assertThat(row.failed()).isEqualTo(1);
    assertThat(row.minute().ran()).isNull();
  }
}
