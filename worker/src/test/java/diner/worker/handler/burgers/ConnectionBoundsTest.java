package diner.worker.handler.burgers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionBoundsTest {

  @ParameterizedTest
  @CsvSource({"20000, 1", "10000, 1", "9999, 2", "100, 100", "1, 1000", "0, 1000", "4294967295, 1"})
  void http2HasAStreamForEveryWaitingJob(long streams, int connections) {
    assertThat(MultiplexedLine.connections(streams, 10_000)).isEqualTo(connections);
  }

  @ParameterizedTest
  @CsvSource({"20000, 10000", "10200, 10000", "1024, 824", "201, 1", "50, 1", "0, 1"})
  void http1LeavesFileDescriptorsForTheRestOfTheProcess(long free, int connections) {
    assertThat(new Descriptors(20_000, free).connections(10_000)).isEqualTo(connections);
  }

  @Test
  void thisProcessHasALimitAndHasUsedSomeOfIt() {
    // when
    var descriptors = Descriptors.ofThisProcess();

    // then
    assertThat(descriptors.free()).isPositive().isLessThan(descriptors.limit());
  }
}
