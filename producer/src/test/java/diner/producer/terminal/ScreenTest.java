package diner.producer.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {

  private final StringWriter out = new StringWriter();

  @Test
  void offATerminalOneDrawingIsBelowTheOtherWithoutControlCharacters() {
    // given
    var screen = new Screen(new PrintWriter(out), false, true);

    // when
    screen.redraw(List.of("first"));
    screen.redraw(List.of("second"));

    // then
    assertThat(out.toString()).isEqualTo("first\n\nsecond\n");
    assertThat(screen.page().columns()).isGreaterThan(1000);
  }

  @Test
  void onATerminalOneDrawingCoversTheOther() {
    // given
    var screen = new Screen(new PrintWriter(out), true, true);

    // when
    screen.redraw(List.of("first", "line"));
    screen.redraw(List.of("second"));

    // then
    assertThat(out.toString())
        .isEqualTo(
            "\u001b[2J\u001b[Hfirst\u001b[K\nline\u001b[K\n\u001b[J\u001b[Hsecond\u001b[K\n\u001b[J");
  }
}
