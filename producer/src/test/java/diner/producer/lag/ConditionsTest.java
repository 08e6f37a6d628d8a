package diner.producer.lag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diner.producer.lag.Lag.Place;
import diner.producer.lag.Lag.Verdict;
import diner.producer.lag.Lag.Work;
import diner.shared.message.Turn;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionsTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Look LOOK = new Look("workers", NOW, 2, List.of(), Map.of());

  /** 1000 unfinished, the oldest for 30 s; 50 done ahead, a commit lag of 1050, two members. */
  private static final Work WORK =
      new Work(
          1000,
          50,
          1050L,
          new Oldest(new Turn("jobs.burgers", 0, 4), "job", "burgers", NOW.minusSeconds(30), null));

  @ParameterizedTest
  @CsvSource({
    "unfinished<1000, false",
    "unfinished<1001, true",
    "unfinished<=1000, true",
    "unfinished>999, true",
    "unfinished>1000, false",
    "unfinished>=1001, false",
    "unfinished=1000, true",
    "unfinished = 999, false",
    "oldest<30s, false",
    "oldest<=30s, true",
    "oldest<1m, true",
    "commit-lag<1051, true",
    "commit-lag<1050, false",
    "done-ahead=50, true",
    "members>=2, true",
    "members>2, false",
    "status=OK, true",
    "status=ok, true",
    "status=STOPPED, false"
  })
  void comparesEachNumberOfARow(String condition, boolean holds) {
    // given
    var lag = lag(WORK, Verdict.OK);

    // when
    var broken = Conditions.parse(condition).broken(LOOK, List.of(lag));

    // then
    assertThat(broken.isEmpty()).isEqualTo(holds);
  }

  @Test
  void aRowHasOneLineForAllThatDoesNotHoldWithItsReason() {
    // given
    var conditions = Conditions.parse("unfinished<10, oldest<10s,members>0");
    var stopped = new Verdict(Status.STOPPED, "no worker is running in group 'workers'");

    // when
    var broken =
        conditions.broken(
            LOOK, List.of(lag(WORK, stopped), lag(new Work(0, 0, 0L, null), Verdict.OK)));

    // then
    assertThat(broken)
        .containsExactly(
            "jobs.burgers: unfinished is 1000, expected unfinished<10; oldest is 30.0s, expected"
                + " oldest<10s (STOPPED: no worker is running in group 'workers')");
  }

  @Test
  void whatIsUnknownDoesNotHold() {
    // given
    var unknown = new Verdict(Status.UNKNOWN, "no leader");
    var unread = new Work(5, 0, null, null);

    // when, then
    assertThat(broken("unfinished>=0", lag(null, unknown)))
        .isEqualTo(
            "jobs.burgers: unfinished is unknown, expected unfinished>=0 (UNKNOWN: no leader)");
    assertThat(broken("unfinished>=0", lag(WORK, unknown))).contains("unfinished is unknown");
    assertThat(broken("oldest<1h", lag(unread, Verdict.OK))).contains("oldest is unknown");
    assertThat(broken("commit-lag<9", lag(unread, Verdict.OK))).contains("commit-lag is unknown");
  }

  @Test
  void whereNothingIsUnfinishedNothingIsOldAndNoCommitLate() {
    // given
    var idle = lag(new Work(0, 0, null, null), Verdict.OK);

    // when, then
    assertThat(Conditions.parse("oldest<1s,commit-lag=0").broken(LOOK, List.of(idle))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "unfinished | expected comparisons such as unfinished<1000,oldest<30s, got 'unfinished'",
        "unfinished<1000, | got ''",
        "age<30s | 'age<30s': no 'age' to compare, expected one of unfinished, oldest, commit-lag,",
        "unfinished<many | 'unfinished<many': expected a whole number",
        "unfinished<-1 | 'unfinished<-1': expected a whole number",
        "oldest<30 | 'oldest<30': expected a duration such as",
        "status>OK | 'status>OK': a status is compared with = alone",
        "status=BEHIND | 'status=BEHIND': expected, of a single look, one of UNKNOWN, LOST,",
        "unfinished!=1 | expected comparisons"
      })
  void refusesWhatIsNoCondition(String text, String expected) {
    assertThatThrownBy(() -> Conditions.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(expected);
  }

  private static String broken(String condition, Lag lag) {
    return String.join("\n", Conditions.parse(condition).broken(LOOK, List.of(lag)));
  }

  private static Lag lag(@Nullable Work work, Verdict verdict) {
    return new Lag(
        new Place("workers", "jobs.burgers", null), null, work, verdict, Set.of("a", "b"));
  }
}
