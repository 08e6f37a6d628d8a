package diner.worker.handler.burgers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KitchenAddressTest {

  @ParameterizedTest
  @CsvSource({
    "http://kitchen, GET http://kitchen:80/burgers?number=2",
    "http://kitchen:8090/, GET http://kitchen:8090/burgers?number=2",
    "HTTP://kitchen:8090/api/v1/, GET http://kitchen:8090/api/v1/burgers?number=2",
    "http://[::1]:8090, GET http://[::1]:8090/burgers?number=2",
    "http://cook:pa%40ss@kitchen, GET http://kitchen:80/burgers?number=2"
  })
  void namesTheRequestWithoutCredentials(String url, String name) {
    assertThat(KitchenAddress.parse(url).nameOf(2)).isEqualTo(name);
  }

  @Test
  void turnsTheUserPartIntoAHeader() {
    // given
    var address = KitchenAddress.parse("http://cook:pa%40ss@kitchen");

    // when
    var request = address.order(2);

    // then
    assertThat(request.getHeaders().get("authorization")).isEqualTo("Basic Y29vazpwYUBzcw==");
    assertThat(request.getHost()).isEqualTo("kitchen");
    assertThat(address.toString()).isEqualTo("http://kitchen:80");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "kitchen:8090",
        "https://secret@kitchen",
        "http:///burgers",
        "http://secret@kitchen?x=1",
        "http://secret@kitchen#x",
        "http://secret@kit chen"
      })
  void refusesAnythingElseWithoutRepeatingIt(String url) {
    assertThatThrownBy(() -> KitchenAddress.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected http://HOST:PORT")
        .hasMessageNotContaining("secret");
  }
}
