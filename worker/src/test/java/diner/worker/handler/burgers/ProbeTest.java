package diner.worker.handler.burgers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diner.worker.kitchen.Kitchen;
import diner.worker.kitchen.KitchenOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.ConnectException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProbeTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final KitchenOptions OPTIONS = KitchenOptions.onFreePort(Duration.ZERO);

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() throws Exception {
    vertx.close().await(LIMIT);
  }

  @Test
  void findsHttp2AndHowManyStreamsItHas() throws Exception {
    // given
    var kitchen = Kitchen.start(vertx, OPTIONS).await(LIMIT);

    // when
    var offer = ask(kitchen.url()).await(LIMIT);

    // then
    assertThat(offer)
        .isInstanceOfSatisfying(
            Offer.Http2.class, http2 -> assertThat(http2.streams()).isGreaterThanOrEqualTo(10_000));
  }

  @Test
  void findsHttp1WhereHttp2IsNotUnderstoodAndLeavesNoConnectionBehind() throws Exception {
    // given
    var kitchen = Kitchen.start(vertx, OPTIONS.http1Only()).await(LIMIT);

    // when
    var offer = ask(kitchen.url()).await(LIMIT);

    // then
    assertThat(offer).isEqualTo(new Offer.Http1());
    Awaitility.await().until(() -> kitchen.connections() == 0);
  }

  @Test
  void aServerThatSaysNothingIsTakenForHttp1WithinTheLimit() throws Exception {
    // given
    var silent =
        vertx.createNetServer().connectHandler(socket -> {}).listen(0, "127.0.0.1").await(LIMIT);

    // when
    var offer = ask("http://127.0.0.1:" + silent.actualPort()).await(Probe.LIMIT.plusSeconds(1));

    // then
    assertThat(offer).isEqualTo(new Offer.Http1());
  }

  @Test
  void failsWhereNobodyListens() throws Exception {
    // given
    var kitchen = Kitchen.start(vertx, OPTIONS).await(LIMIT);
    var url = kitchen.url();
    kitchen.close().await(LIMIT);

    // when, then
    assertThatThrownBy(() -> ask(url).await(LIMIT)).isInstanceOf(ConnectException.class);
  }

  private Future<Offer> ask(String url) {
    return Probe.ask(vertx, KitchenAddress.parse(url));
  }
}
