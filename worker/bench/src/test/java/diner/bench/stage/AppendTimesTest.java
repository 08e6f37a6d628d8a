package diner.bench.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AppendTimesTest {

  private final AppendTimes times = new AppendTimes(3);

  @Test
  void tellsWhenSoManyRepliesWereThereHoweverTheyAreRead() {
    times.add(2, 1_020, 10);
    times.add(0, 1_000, 10);
    times.add(1, 1_010, 10);

    assertThat(times.millisOf(1)).isEqualTo(1_000);
    assertThat(times.millisOf(2)).isEqualTo(1_010);
    assertThat(times.millisOf(3)).isEqualTo(1_020);
    assertThat(times.repliesAfter(1_000)).isEqualTo(2);
    assertThatThrownBy(() -> times.millisOf(4)).hasMessageContaining("4 of 3 replies");
  }

  @Test
  void isCompleteOnceEachJobIsAnsweredAndCountsWhatIsRepeated() {
    times.add(0, 1_000, 10);
    times.add(0, 1_000, 20);
    times.add(1, 1_000, 30);

    assertThat(times.isComplete()).isFalse();
    times.add(2, 1_000, 40);
    assertThat(times.isComplete()).isTrue();
    assertThat(times.repeated()).isEqualTo(1);
    assertThat(times.replyBytes()).isEqualTo(25);
  }
}
