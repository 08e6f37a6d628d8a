package diner.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplesTest {

  @Test
  void medianOfAnOddNumberIsTheMiddleOne() {
    assertThat(Samples.of(9, 1, 4).median()).isEqualTo(4);
  }

  @Test
  void medianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
    assertThat(Samples.of(9, 1, 4, 5).median()).isEqualTo(4.5);
  }

  @Test
  void percentileIsTheNearestRank() {
    var hundred = Samples.of(IntStream.rangeClosed(1, 100).mapToDouble(i -> i));

    assertThat(hundred.percentile(50)).isEqualTo(50);
    assertThat(hundred.percentile(99)).isEqualTo(99);
    assertThat(hundred.percentile(99.1)).isEqualTo(100);
    assertThat(hundred.percentile(100)).isEqualTo(100);
    assertThat(hundred.percentile(0.1)).isEqualTo(1);
  }

  @Test
  void percentileOfOneValueIsThatValue() {
    assertThat(Samples.of(7).percentile(1)).isEqualTo(7);
    assertThat(Samples.of(7).percentile(99)).isEqualTo(7);
  }

  @Test
  void percentileOutsideTheScaleIsRefused() {
    var one = Samples.of(7);

    assertThatThrownBy(() -> one.percentile(0)).hasMessageContaining("got 0");
    assertThatThrownBy(() -> one.percentile(101)).hasMessageContaining("got 101");
  }

  @Test
  void partsAreCountedAsOne() {
    var all = Samples.all(List.of(Samples.of(3, 1), Samples.of(2)));

    assertThat(all.count()).isEqualTo(3);
    assertThat(all.median()).isEqualTo(2);
    assertThat(all.sum()).isEqualTo(6);
    assertThat(all.min()).isEqualTo(1);
    assertThat(all.max()).isEqualTo(3);
  }

  @Test
  void noValuesAreRefused() {
    assertThatThrownBy(Samples::of).hasMessageContaining("at least one");
  }

  @Test
  void valuesOfTheCallerStayAsTheyAre() {
    double[] values = {3, 1, 2};

    Samples.of(values);

    assertThat(values).containsExactly(3, 1, 2);
  }
}
