package diner.producer.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {

  private final StringWriter shown = new StringWriter();
  private final AtomicLong nanos = new AtomicLong();

  private Progress progress(Terminal terminal) {
    return new Progress(new PrintWriter(shown), terminal, nanos::get);
  }

  @Test
  void showsABarWhereTheTotalIsKnown() {
    var line =
        progress(new Terminal(true, 60, false))
            .line("replies", 120, 200, "2 failed", Duration.ofMillis(3_420));

    assertThat(line).isEqualTo("replies [##############----------] 120/200  2 failed  3.4s");
  }

  @Test
  void showsACountWhereTheTotalIsUnknown() {
    var line =
        progress(new Terminal(true, 60, true)).line("enqueued", 1234, 0, "", Duration.ofSeconds(1));

    assertThat(line).isEqualTo("enqueued 1234  1.0s");
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 40, 60})
  void neverReachesTheRightEdge(int columns) {
    var progress = progress(new Terminal(true, columns, true));

    assertThat(progress.line("replies", 999_999, 1_000_000, "99999 failed", Duration.ofDays(1)))
        .hasSizeLessThan(columns);
    assertThat(progress.line("replies", 1, 2, "", Duration.ZERO)).hasSizeLessThan(columns);
  }

  @Test
  void isRedrawnInPlaceAtMostTenTimesASecondWithoutColours() {
    var progress = progress(new Terminal(true, 60, false));

    progress.show("replies", 1, 3, "");
    progress.show("replies", 2, 3, "");
    nanos.addAndGet(Duration.ofMillis(100).toNanos());
    progress.show("replies", 3, 3, "");

    assertThat(shown.toString().split("\r\033\\[K"))
        .hasSize(3)
        .anySatisfy(line -> assertThat(line).contains(" 1/3 "))
        .noneSatisfy(line -> assertThat(line).contains(" 2/3 "))
        .anySatisfy(line -> assertThat(line).contains(" 3/3 "));
    assertThat(shown.toString()).doesNotContain("\n").doesNotContainPattern("\033\\[\\d+m");
  }

  @Test
  void makesWayForANote() {
    var progress = progress(new Terminal(true, 60, false));

    progress.show("replies", 1, 3, "");
    progress.note("look");

    assertThat(shown.toString()).endsWith("\r\033[Klook\n");
  }

  @Test
  void isSilentWhereNobodyWatches() {
    var progress = progress(new Terminal(false, 60, true));

    progress.show("replies", 1, 3, "");
    progress.clear();
    assertThat(shown.toString()).isEmpty();

    progress.note("said all the same");
    assertThat(shown.toString()).isEqualTo("said all the same\n");
  }
}
