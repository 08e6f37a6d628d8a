package diner.producer.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ONE_AT_A_TIME | --event-loops 1 --cleaners 1 --limit burgers=1,cleaning=1",
        "OVERLAPPED | --event-loops 1 --cleaners 1 --computing-limit 24",
        "PARALLEL | --event-loops 3 --cleaners 3 --limit burgers=3",
        "TWO_WORKERS | ''"
      })
  void isMadeWithTheWorkersOwnOptions(Setting setting, String expected) {
    assertThat(String.join(" ", setting.options(Measured.plan(3)))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 100, 1, 1, 1, --burgers must be 1 to 10000",
    "10001, 100, 1, 1, 1, --burgers must be 1 to 10000",
    "1, 0, 1, 1, 1, --kitchen-delay must be 1ms to 20s",
    "1, 20001, 1, 1, 1, --kitchen-delay must be 1ms to 20s",
    "1, 100, 1001, 1, 1, --houses must be 1 to 1000",
    "1, 100, 1, 0, 1, --threads must be 1 to 256",
    "1, 100, 1, 1, 100, --rounds must be 1 to 99"
  })
  void aPlanHasLimits(
      int burgers, long delayMillis, int houses, int threads, int rounds, String expected) {
    var delay = Duration.ofMillis(delayMillis);
    var house = Measured.PLAN.house();

    assertThatThrownBy(() -> new Plan(burgers, delay, houses, house, threads, rounds))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(expected);
  }

  @Test
  void noMoreJobsWarmUpOneAtATimeThanAreCounted() {
    var few = new Plan(2, Duration.ofMillis(5), 1, Measured.PLAN.house(), 2, 1);

    assertThat(Setting.ONE_AT_A_TIME.warmJobs("burgers", few)).isEqualTo(2);
    assertThat(Setting.PARALLEL.warmJobs("burgers", few)).isEqualTo(2);
  }
}
