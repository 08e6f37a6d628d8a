package diner.producer.lag;

import static org.assertj.core.api.Assertions.assertThat;

import diner.producer.lag.Lag.Verdict;
import diner.producer.lag.PartitionLook.Seen;
import diner.producer.lag.PartitionLook.Unseen;
import diner.producer.terminal.Screen.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrendTest {

  private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
  private static final long NEVER = -1;

  private final Trend trend = new Trend();

  @Test
  void aSingleLookHasNoRates() {
    // when
    var lag = add(0, seen(0, 0, 10, 4, 0));

    // then
    assertThat(lag.pace()).isNull();
    assertThat(lag.verdict()).isEqualTo(Verdict.OK);
  }

  @Test
  void ratesCountWhatCameAndWhatWasFinishedDoneAheadToo() {
    // given
    add(0, seen(0, 0, 100, 10, 5), seen(1, 0, 50, 50, 0));

    // when
    var lag = add(2, seen(0, 0, 120, 20, 35), seen(1, 0, 60, 60, 0));

    // then
    assertThat(pace(lag)).isEqualTo(new Pace(15, 25, Duration.ofMillis(6500), List.of(85L, 65L)));
    assertThat(lag.verdict()).isEqualTo(new Verdict(Status.CATCHING_UP, ""));
  }

  @Test
  void ratesAreThoseOfTheLastTenSeconds() {
    // given
    add(0, seen(0, 0, 0, 0, 0));
    add(5, seen(0, 0, 1000, 500, 0));
    add(10, seen(0, 0, 1010, 510, 0));

    // when
    var lag = add(15, seen(0, 0, 1020, 520, 0));

    // then
    assertThat(pace(lag).in()).isEqualTo(2);
    assertThat(pace(lag).out()).isEqualTo(2);
    assertThat(lag.verdict()).isEqualTo(Verdict.OK);
  }

  @Test
  void twoLooksAreEnoughHoweverFarApart() {
    // given
    add(0, seen(0, 0, 0, 0, 0));

    // when
    var lag = add(60, seen(0, 0, 600, 0, 120));

    // then
    assertThat(pace(lag).in()).isEqualTo(10);
    assertThat(pace(lag).out()).isEqualTo(2);
    assertThat(pace(lag).drain()).isNull();
    assertThat(lag.verdict().status()).isEqualTo(Status.BEHIND);
  }

  @ParameterizedTest
  @CsvSource({
    // came, finished: status
    "100, 100, OK",
    "100, 91, OK",
    "100, 89, BEHIND",
    "91, 100, OK",
    "89, 100, CATCHING-UP",
    "1, 0, OK", // one job at work
    "2, 0, BEHIND",
    "0, 2, CATCHING-UP"
  })
  void aSmallDifferenceIsNeitherBehindNorCatchingUp(long in, long out, String expected) {
    // given
    add(0, seen(0, 0, 1000, 500, 0));

    // when
    var lag = add(1, seen(0, 0, 1000 + in, 500 + out, 0));

    // then
    assertThat(lag.verdict().status()).hasToString(expected);
  }

  @Test
  void nothingFinishedForTenSecondsIsStalledUntilSomethingIs() {
    // given
    add(0, seen(0, 0, 10, 2, 0));
    add(1, seen(0, 0, 10, 4, 0));

    // when, then
    assertThat(add(10, seen(0, 0, 12, 4, 0)).verdict().status()).isNotEqualTo(Status.STALLED);
    assertThat(add(11, seen(0, 0, 12, 4, 0)).verdict())
        .isEqualTo(new Verdict(Status.STALLED, "no job was finished for 10.0s"));
    assertThat(add(12, seen(0, 0, 12, 4, 1)).verdict().status()).isNotEqualTo(Status.STALLED);
  }

  @Test
  void whoHasNothingToDoIsNotStalledNorIsHeAtTheFirstJobAfterwards() {
    // given
    add(0, seen(0, 0, 10, 10, 0));

    // when, then
    assertThat(add(60, seen(0, 0, 10, 10, 0)).verdict()).isEqualTo(Verdict.OK);
    assertThat(add(61, seen(0, 0, 11, 10, 0)).verdict()).isEqualTo(Verdict.OK);
    assertThat(add(71, seen(0, 0, 11, 10, 0)).verdict().status()).isEqualTo(Status.STALLED);
  }

  @Test
  void whatASingleLookFindsComesFirst() {
    // given
    add(0, stopped(10, 4));

    // when
    var lag = add(30, stopped(20, 4));

    // then
    assertThat(lag.verdict().status()).isEqualTo(Status.STOPPED);
    assertThat(pace(lag).out()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    // start, end, committed, done ahead, of the look after 0, 100, 50, 10
    "0, 20, -1, 0", // made anew
    "0, 20, 50, 10",
    "0, 100, 20, 10", // the group was put back
    "0, 100, -1, 0",
    "0, 100, 50, 3" // the map was lost
  })
  void whatGoesBackwardsBeginsANewLife(long start, long end, long committed, long doneAhead) {
    // given
    add(0, seen(0, 0, 90, 40, 0));
    add(1, seen(0, 0, 100, 50, 10));

    // when
    var lag = add(2, seen(0, start, end, committed, doneAhead));

    // then
    assertThat(lag.pace()).isNull();
    var next = add(3, seen(0, start, end + 5, committed, doneAhead));
    assertThat(next.work() == null || pace(next).in() == 5).isTrue();
  }

  @Test
  void whatRetentionTakesAwayIsNotFinished() {
    // given
    add(0, seen(0, 0, 100, NEVER, 0));

    // when, then
    assertThat(pace(add(1, seen(0, 60, 100, NEVER, 0))).out()).isZero();
    assertThat(pace(add(2, seen(0, 60, 100, 70, 0))).out()).isEqualTo(5);
  }

  @Test
  void aPartitionThatAppearsOrCantBeSeenForAWhileDisturbsNothing() {
    // given
    add(0, seen(0, 0, 10, 10, 0));

    // when, then
    assertThat(pace(add(1, seen(0, 0, 20, 20, 0), seen(1, 0, 5000, 0, 0))).in()).isEqualTo(10);
    var gone = new Unseen(new TopicPartition("jobs.burgers", 1), "no leader");
    assertThat(pace(add(2, seen(0, 0, 30, 30, 0), gone)).in()).isEqualTo(10);
    assertThat(pace(add(3, seen(0, 0, 40, 40, 0), seen(1, 0, 5006, 6, 0))).in()).isEqualTo(12);
  }

  @Test
  void aClockThatIsPutBackBeginsAnew() {
    // given
    add(10, seen(0, 0, 10, 10, 0));

    // when, then
    assertThat(add(5, seen(0, 0, 20, 10, 0)).pace()).isNull();
    assertThat(pace(add(6, seen(0, 0, 21, 10, 0))).in()).isEqualTo(1);
  }

  @Test
  void partitionsHaveATrendOfTheirOwn() {
    // given
    var first = look(0, seen(0, 0, 10, 0, 0), seen(1, 0, 10, 0, 0));
    var second = look(20, seen(0, 0, 10, 10, 0), seen(1, 0, 10, 0, 0));
    trend.add(first, Lags.byPartition(first));

    // when
    var lags = trend.add(second, Lags.byPartition(second));

    // then
    assertThat(lags)
        .extracting(lag -> lag.verdict().status())
        .containsExactly(Status.OK, Status.STALLED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "60  | TOPIC  UNFINISHED  OUT/S  DRAIN  OLDEST  STATUS",
        "80  | TOPIC  UNFINISHED  TREND  IN/S  OUT/S  DRAIN  OLDEST  STATUS",
        "120 | TOPIC  UNFINISHED  TREND  IN/S  OUT/S  DRAIN  COMMIT LAG  OLDEST  STATUS"
      })
  void aNarrowTerminalDoesWithoutSomeColumns(int columns, String heading) {
    // given
    add(0, seen(0, 0, 1_200_000, 0, 0));
    var look = look(1, seen(0, 0, 1_230_000, 60_000, 0));
    var lags = trend.add(look, Lags.byTopic(look));

    // when
    var lines = LagText.lines(look, lags, new Page(columns, true));

    // then
    assertThat(lines.get(2).replaceAll(" {2,}", "  ")).isEqualTo(heading);
    assertThat(lines).allMatch(line -> line.length() <= columns);
  }

  @Test
  void theTableOfAWatchShowsTheTrendAndTheRates() {
    // given
    add(0, seen(0, 0, 1_200, 0, 0));
    add(1, seen(0, 0, 1_200, 600, 0));
    var look = look(2, seen(0, 0, 1_201, 1_001, 0));
    var lags = trend.add(look, Lags.byTopic(look));

    // when
    var lines = LagText.lines(look, lags, new Page(120, true));

    // then
    assertThat(lines)
        .containsExactly(
            "group workers: 1 worker",
            "",
            "TOPIC         UNFINISHED       TREND  IN/S  OUT/S  DRAIN  COMMIT LAG  OLDEST  STATUS",
            "jobs.burgers         200         █▅▂   0.5    501  400ms         200       -  CATCHING-UP");
    assertThat(LagJson.array(look, lags).toString())
        .contains("\"inPerSecond\":0.5,\"outPerSecond\":500.5,\"drainMillis\":400");
  }

  private static Pace pace(Lag lag) {
    assertThat(lag.pace()).isNotNull();
    return lag.pace() == null ? new Pace(0, 0, null, List.of()) : lag.pace();
  }

  private Lag add(int second, PartitionLook... partitions) {
    var look = look(second, partitions);
    return trend.add(look, Lags.byTopic(look)).getFirst();
  }

  private static Look look(int second, PartitionLook... partitions) {
    return new Look("workers", START.plusSeconds(second), 1, List.of(partitions), Map.of());
  }

  private static Seen stopped(long end, long committed) {
    return seen(0, 0, end, committed, 0, null);
  }

  private static Seen seen(int partition, long start, long end, long committed, long doneAhead) {
    return seen(partition, start, end, committed, doneAhead, "worker-1");
  }

  private static Seen seen(
      int partition,
      long start,
      long end,
      long committed,
      long doneAhead,
      @Nullable String member) {
    return new Seen(
        new TopicPartition("jobs.burgers", partition),
        start,
        end,
        committed < 0 ? OptionalLong.empty() : OptionalLong.of(committed),
        doneAhead,
        Map.of(),
        member == null ? Set.of() : Set.of(member));
  }
}
