package diner.shared.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {

  private static final String IDS = "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331";

  @ParameterizedTest
  @ValueSource(strings = {"00", "01", "03", "ff"})
  void isCarriedOnAsItCame(String flags) {
    var text = "00-" + IDS + "-" + flags;

    assertThat(TraceParent.of(text)).contains(text);
    assertThat(TraceParent.in(Headers.NONE.plus("traceparent", text))).contains(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n",
        "00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00_0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331_01",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.more",
        " 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
      })
  void isDroppedWhereItIsMalformed(String text) {
    assertThat(TraceParent.of(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"01,01", "fe,00", "03-what-may-come,01", "01-,01"})
  void ofALaterVersionIsCarriedOnWhatThisOneHas(String flagsAndMore, String flags) {
    assertThat(TraceParent.of("cc-" + IDS + "-" + flagsAndMore))
        .contains("00-" + IDS + "-" + flags);
  }

  @Test
  void isNotLookedForInWhatIsFarTooLong() {
    var tooLong = "cc-" + IDS + "-01-" + "x".repeat(512);

    assertThat(TraceParent.in(Headers.NONE.plus("traceparent", tooLong))).isEmpty();
    assertThat(TraceParent.in(Headers.NONE.plus(new Header("traceparent", null)))).isEmpty();
    assertThat(TraceParent.in(Headers.NONE)).isEmpty();
  }
}
