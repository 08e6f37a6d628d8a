package diner.bench.stage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OthersCpuTest {

  @Test
  void workIsAllButIdlingAndWaitingForDisks() {
    var line = "cpu  100 10 50 1000 20 7 5 28 3 4";

    assertThat(OthersCpu.busySeconds(line)).isEqualTo(2.0);
  }
}
