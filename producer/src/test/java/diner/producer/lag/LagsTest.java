package diner.producer.lag;

import static org.assertj.core.api.Assertions.assertThat;

import diner.producer.lag.PartitionLook.Seen;
import diner.producer.lag.PartitionLook.Unseen;
import diner.shared.message.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LagsTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final TopicPartition FIRST = new TopicPartition("jobs.burgers", 0);
  private static final TopicPartition SECOND = new TopicPartition("jobs.burgers", 1);
  private static final Set<String> ONE = Set.of("worker-1");

  @ParameterizedTest
  @CsvSource({
    // start, end, committed (-1: never), done ahead: unfinished, commit lag
    "0, 0, -1, 0, 0, ",
    "0, 100, -1, 0, 100, ",
    "40, 100, -1, 0, 60, ",
    "0, 100, 100, 0, 0, 0",
    "0, 100, 30, 0, 70, 70",
    "0, 100, 30, 50, 20, 70",
    "40, 100, 30, 0, 60, 70",
    "0, 100, 30, 71, 0, 70"
  })
  void countsWhatIsUnfinishedAndWhatKafkasToolsPrint(
      long start, long end, long committed, long doneAhead, long unfinished, Long commitLag) {
    // given
    var look = look(seen(FIRST, start, end, committed, doneAhead, ONE));

    // when
    var lag = Lags.byPartition(look).getFirst();

    // then
    assertThat(lag.work()).isEqualTo(new Lag.Work(unfinished, doneAhead, commitLag, null));
    assertThat(lag.log()).isEqualTo(new Lag.Log(start, end, committed < 0 ? null : committed));
  }

  @Test
  void aTopicIsTheSumOfItsPartitionsWithTheOldestOfAll() {
    // given
    var other = new TopicPartition("jobs.cleaning", 0);
    var older = oldest(SECOND, 5, Duration.ofSeconds(9));
    var look =
        look(
            Map.of(FIRST, oldest(FIRST, 3, Duration.ofSeconds(4)), SECOND, older),
            seen(other, 0, 7, 7, 0, ONE),
            seen(SECOND, 0, 10, 5, 1, Set.of("worker-2")),
            seen(FIRST, 0, 10, 3, 2, ONE));

    // when
    var lags = Lags.byTopic(look);

    // then
    assertThat(lags)
        .extracting(lag -> lag.place().toString())
        .containsExactly("jobs.burgers", "jobs.cleaning");
    assertThat(lags.getFirst().work()).isEqualTo(new Lag.Work(9, 3, 12L, older));
    assertThat(lags.getFirst().members()).containsExactlyInAnyOrder("worker-1", "worker-2");
    assertThat(lags.getFirst().log()).isNull();
    assertThat(lags.getLast().work()).isEqualTo(new Lag.Work(0, 0, 0L, null));
  }

  @Test
  void theCommitLagOfATopicLeavesOutPartitionsNeverCommitted() {
    // given
    var look = look(seen(FIRST, 0, 10, 4, 0, ONE), seen(SECOND, 0, 10, -1, 0, ONE));

    // when, then
    assertThat(Lags.byTopic(look).getFirst().work()).isEqualTo(new Lag.Work(16, 0, 6L, null));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 10, 10, worker-1, OK",
    "0, 10, 4, worker-1, OK",
    "0, 10, 10, '', OK",
    "0, 10, 4, '', STOPPED",
    "0, 10, -1, '', STOPPED",
    "5, 10, 4, worker-1, LOST",
    "5, 10, 4, '', LOST",
    "5, 10, -1, worker-1, OK"
  })
  void theFirstStatusThatFitsHolds(
      long start, long end, long committed, String member, Status expected) {
    // given
    var members = member.isEmpty() ? Set.<String>of() : Set.of(member);

    // when
    var verdict =
        Lags.byPartition(look(seen(FIRST, start, end, committed, 0, members))).getFirst().verdict();

    // then
    assertThat(verdict.status()).isEqualTo(expected);
    assertThat(verdict.why().isEmpty()).isEqualTo(expected == Status.OK);
  }

  @ParameterizedTest
  @CsvSource({
    // done ahead, age of the oldest, member
    "1, 10001, worker-1, BLOCKED",
    "1, 10000, worker-1, OK",
    "1, -5000, worker-1, OK",
    "0, 90000, worker-1, OK",
    "1, 90000, '', STOPPED"
  })
  void aJobBlocksWhereItIsOldAndOthersBehindItAreDone(
      long doneAhead, long ageMillis, String member, Status expected) {
    // given
    var members = member.isEmpty() ? Set.<String>of() : Set.of(member);
    var look =
        look(
            Map.of(FIRST, oldest(FIRST, 4, Duration.ofMillis(ageMillis))),
            seen(FIRST, 0, 10, 4, doneAhead, members));

    // when, then
    assertThat(Lags.byPartition(look).getFirst().verdict().status()).isEqualTo(expected);
  }

  @Test
  void aJobThatBlocksIsNamedAndOutranksWhatIsWell() {
    // given
    var look =
        look(
            Map.of(SECOND, oldest(SECOND, 4, Duration.ofSeconds(250))),
            seen(FIRST, 0, 10, 10, 0, ONE),
            seen(SECOND, 0, 10, 4, 3, ONE));

    // when, then
    assertThat(Lags.byTopic(look).getFirst().verdict())
        .isEqualTo(
            new Lag.Verdict(
                Status.BLOCKED,
                "job 'job-4' at jobs.burgers/1@4 is not finished after 4m10s, while 3 behind it"
                    + " are"));
  }

  @Test
  void whatCouldNotBeSeenSaysWhyAndOutranksAllElse() {
    // given
    var look = look(seen(FIRST, 5, 10, 4, 0, ONE), new Unseen(SECOND, "no leader"));

    // when
    var topic = Lags.byTopic(look).getFirst();
    var partition = Lags.byPartition(look).getLast();

    // then
    assertThat(topic.verdict()).isEqualTo(new Lag.Verdict(Status.UNKNOWN, "no leader"));
    assertThat(topic.work()).isEqualTo(new Lag.Work(5, 0, 6L, null));
    assertThat(partition.work()).isNull();
  }

  @Test
  void aCommitBeyondTheEndIsOfAnotherTopicAndNoNegativeNumber() {
    // given
    var look = look(seen(FIRST, 0, 10, 500, 0, ONE));

    // when
    var lag = Lags.byPartition(look).getFirst();

    // then
    assertThat(lag.verdict())
        .isEqualTo(
            new Lag.Verdict(
                Status.UNKNOWN, "committed 500 is beyond the end 10: was the topic made anew?"));
    assertThat(lag.work()).isNull();
    assertThat(lag.log()).isEqualTo(new Lag.Log(0, 10, 500L));
  }

  @Test
  void anAgeIsNeverNegative() {
    // given
    var work = new Lag.Work(1, 0, 1L, oldest(FIRST, 0, Duration.ofSeconds(-3)));

    // when, then
    assertThat(work.age(NOW)).isEqualTo(Duration.ZERO);
  }

  @Test
  void jsonHasTheContractsFields() {
    // given
    var look =
        look(
            Map.of(FIRST, oldest(FIRST, 4, Duration.ofMillis(1500))),
            seen(FIRST, 0, 10, 4, 0, ONE),
            seen(SECOND, 0, 0, -1, 0, ONE));

    // when
    var json = LagJson.array(look, Lags.byPartition(look));

    // then
    assertThat(json.toString())
        .isEqualTo(
            "[{\"group\":\"workers\",\"topic\":\"jobs.burgers\",\"partition\":0,\"start\":0,\"end\":10,"
                + "\"committed\":4,\"unfinished\":6,\"doneAhead\":0,\"commitLag\":6,\"oldestMillis\":1500,"
                + "\"oldest\":{\"turn\":\"jobs.burgers/0@4\",\"jobId\":\"job-4\"},\"status\":\"OK\",\"members\":1,"
                + "\"inPerSecond\":null,\"outPerSecond\":null,\"drainMillis\":null},"
                + "{\"group\":\"workers\",\"topic\":\"jobs.burgers\",\"partition\":1,\"start\":0,\"end\":0,"
                + "\"committed\":null,\"unfinished\":0,\"doneAhead\":0,\"commitLag\":null,\"oldestMillis\":null,"
                + "\"oldest\":null,\"status\":\"OK\",\"members\":1,"
                + "\"inPerSecond\":null,\"outPerSecond\":null,\"drainMillis\":null}]");
  }

  @Test
  void theTableIsAlignedFitsSixtyColumnsAndSaysWhatIsWrong() {
    // given
    var look =
        new Look(
            "workers",
            NOW,
            0,
            List.of(
                seen(FIRST, 0, 123_456, 0, 0, Set.of()),
                seen(new TopicPartition("jobs.cleaning", 0), 0, 7, 7, 0, Set.of())),
            Map.of(FIRST, oldest(FIRST, 0, Duration.ofSeconds(250))));

    // when
    var lines = LagText.lines(look, Lags.byTopic(look));

    // then
    assertThat(lines)
        .containsExactly(
            "group workers: 0 workers",
            "",
            "TOPIC          UNFINISHED  COMMIT LAG  OLDEST  STATUS",
            "jobs.burgers      123,456     123,456   4m10s  STOPPED",
            "jobs.cleaning           0           0       -  OK",
            "",
            "jobs.burgers STOPPED: no worker is running in group 'workers'");
    assertThat(lines.subList(0, 5)).allMatch(line -> line.length() <= 60);
  }

  @ParameterizedTest
  @CsvSource({
    // seconds until its not-before, member, done ahead
    "250, worker-1, 3, PARKED",
    "250, worker-1, 0, PARKED",
    "0, worker-1, 3, BLOCKED",
    "-1, worker-1, 0, OK",
    "250, '', 3, STOPPED"
  })
  void aJobWhoseTimeHasNotComeIsParkedAndNotBlamedForBlocking(
      long seconds, String member, long doneAhead, Status expected) {
    // given
    var members = member.isEmpty() ? Set.<String>of() : Set.of(member);
    var age = Duration.ofMinutes(1);
    var look =
        look(
            Map.of(FIRST, oldest(FIRST, 4, age, "burgers", NOW.plusSeconds(seconds))),
            seen(FIRST, 0, 10, 4, doneAhead, members));

    // when
    var verdict = Lags.byPartition(look).getFirst().verdict();

    // then
    assertThat(verdict.status()).isEqualTo(expected);
    if (expected == Status.PARKED) {
      assertThat(verdict.why())
          .isEqualTo("job 'job-4' at jobs.burgers/0@4 is not to be started for another 4m10s");
    }
  }

  @ParameterizedTest
  @CsvSource({
    // kind, attempts on record of the oldest: status, times it failed
    "burgers, 0, BLOCKED, ",
    "burgers, 1, PARKED, once",
    "burgers, 2, PARKED, 2 times",
    "cleaning, 1, BLOCKED, ", // it may be running for the first time
    "cleaning, 2, PARKED, once",
    "soup, 1, BLOCKED, ",
    "soup, 3, PARKED, 2 times"
  })
  void aJobThatFailedForSureIsParked(String kind, int attempts, Status expected, String times) {
    // given
    var oldest = oldest(FIRST, 4, Duration.ofMinutes(1), kind, null);
    var onRecord = attempts == 0 ? Map.of(7L, 4) : Map.of(4L, attempts, 7L, 4);
    var look = look(Map.of(FIRST, oldest), seen(FIRST, 0, 10, 4, 3, onRecord, ONE));

    // when
    var verdict = Lags.byPartition(look).getFirst().verdict();

    // then
    assertThat(verdict.status()).isEqualTo(expected);
    if (expected == Status.PARKED) {
      assertThat(verdict.why())
          .isEqualTo(
              "job 'job-4' at jobs.burgers/0@4 failed %s and waits for its next attempt, or is at it"
                  .formatted(times));
    }
  }

  @Test
  void aTopicWithAPartitionThatIsBlockedIsBlockedThoughAnotherIsParked() {
    // given
    var age = Duration.ofMinutes(1);
    var look =
        look(
            Map.of(
                FIRST,
                oldest(FIRST, 4, age, "burgers", NOW.plusSeconds(9)),
                SECOND,
                oldest(SECOND, 4, age)),
            seen(FIRST, 0, 10, 4, 3, ONE),
            seen(SECOND, 0, 10, 4, 3, ONE));

    // when, then
    assertThat(Lags.byTopic(look).getFirst().verdict().status()).isEqualTo(Status.BLOCKED);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0ms",
    "999, 999ms",
    "3250, 3.2s",
    "59999, 59.9s",
    "250000, 4m10s",
    "7500000, 2h05m",
    "273600000, 3d04h"
  })
  void durationsHaveTwoUnitsAtMost(long millis, String expected) {
    assertThat(LagText.duration(Duration.ofMillis(millis))).isEqualTo(expected);
  }

  private static Seen seen(
      TopicPartition partition,
      long start,
      long end,
      long committed,
      long doneAhead,
      Set<String> members) {
    return seen(partition, start, end, committed, doneAhead, Map.of(), members);
  }

  private static Seen seen(
      TopicPartition partition,
      long start,
      long end,
      long committed,
      long doneAhead,
      Map<Long, Integer> attempts,
      Set<String> members) {
    return new Seen(
        partition,
        start,
        end,
        committed < 0 ? OptionalLong.empty() : OptionalLong.of(committed),
        doneAhead,
        attempts,
        members);
  }

  private static Oldest oldest(TopicPartition partition, long offset, Duration age) {
    return oldest(partition, offset, age, "burgers", null);
  }

  private static Oldest oldest(
      TopicPartition partition,
      long offset,
      Duration age,
      String kind,
      @Nullable Instant notBefore) {
    return new Oldest(
        new Turn(partition.topic(), partition.partition(), offset),
        "job-" + offset,
        kind,
        NOW.minus(age),
        notBefore);
  }

  private static Look look(PartitionLook... partitions) {
    return look(new HashMap<>(), partitions);
  }

  private static Look look(Map<TopicPartition, Oldest> oldest, PartitionLook... partitions) {
    return new Look("workers", NOW, 1, List.of(partitions), oldest);
  }
}
