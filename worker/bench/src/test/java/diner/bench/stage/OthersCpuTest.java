package diner.bench.stage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OthersCpuTest {

  @Test
  void workIsAllButIdlingAndWaitingForDisks() {
    var line = "cpu  100 10 50 1000 20 7 5 28 3 4";

    assertThat(OthersCpu.busySeconds(line)).isEqualTo(2.0);
  }

  @Test
  void processesThatHaveEndedCountAsOnesOwnWhateverThisOneIsCalled() {
    var stat = "4711 (a (java) b) S 1 2 3 0 -1 0 10 20 30 40 1000 500 250 50 20 0 9";

    assertThat(OthersCpu.endedSeconds(stat)).isEqualTo(3.0);
  }
}
