package diner.worker.kitchen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import diner.shared.message.Json;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class KitchenTest {

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterEach
  void stop() throws Exception {
    client.shutdownNow();
    vertx.close().await(Duration.ofSeconds(10));
  }

  @Test
  void answersAsManyBurgersAsOrderedAndTheSameEveryTime() throws Exception {
    // given
    var kitchen = start(quick());

    // when
    var first = get(kitchen, "/burgers?number=100");
    var second = get(kitchen, "/burgers?number=100");

    // then
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(json(first).get("burgers")).hasSize(100).allMatch(JsonNode::isTextual);
    assertThat(second.body()).isEqualTo(first.body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/burgers",
        "/burgers?number=",
        "/burgers?number=0",
        "/burgers?number=101",
        "/burgers?number=-1",
        "/burgers?number=two",
        "/burgers?number=99999999999999999999"
      })
  void refusesANumberOutsideItsRangeAndSaysWhatItExpected(String path) throws Exception {
    // given
    var kitchen = start(quick());

    // when
    var answer = get(kitchen, path);

    // then
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).get("error").asText()).startsWith("number must be 1 to 100, was ");
  }

  @Test
  void knowsOnePathAndOneMethod() throws Exception {
    // given
    var kitchen = start(quick());

    // when
    var elsewhere = get(kitchen, "/pizzas?number=1");
    var posted =
        client.send(
            HttpRequest.newBuilder(URI.create(kitchen.url() + "/burgers?number=1"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofString());

    // then
    assertThat(elsewhere.statusCode()).isEqualTo(404);
    assertThat(posted.statusCode()).isEqualTo(405);
    assertThat(posted.headers().firstValue("allow")).contains("GET");
  }

  @Test
  void failsTheShareItWasToldTo() throws Exception {
    // given
    var kitchen = start(quick().failing(0.3));

    // when
    var failed = 0;
    for (var order = 0; order < 20; order++) {
      failed += get(kitchen, "/burgers?number=1").statusCode() == 503 ? 1 : 0;
    }

    // then
    assertThat(failed).isEqualTo(6);
  }

  @Test
  void stalledItTakesOrdersAndForgetsThemOnceTheirClientsAreGone() throws Exception {
    // given
    var kitchen = start(quick().stalled());
    var answers =
        IntStream.range(0, 3)
            .mapToObj(n ->
                client.sendAsync(request(kitchen, "/burgers?number=1"), BodyHandlers.ofString()))
            .toList();
    Awaitility.await().until(() -> kitchen.ordersInWork() == 3);

    // when
    client.shutdownNow();

    // then
    Awaitility.await().until(() -> kitchen.ordersInWork() == 0 && kitchen.connections() == 0);
    assertThat(kitchen.mostOrdersInWork()).isEqualTo(3);
    assertThat(answers).allMatch(CompletableFuture::isCompletedExceptionally);
  }

  @Test
  void aPortThatIsTakenFailsTheStart() throws Exception {
    // given
    var kitchen = start(quick());

    // when, then
    assertThatThrownBy(() -> start(quick().onPort(kitchen.port())))
        .isInstanceOf(BindException.class);
  }

  private static KitchenOptions quick() {
    return KitchenOptions.onFreePort(Duration.ofMillis(1));
  }

  private Kitchen start(KitchenOptions options) throws Exception {
    return Kitchen.start(vertx, options).await(Duration.ofSeconds(10));
  }

  private HttpResponse<String> get(Kitchen kitchen, String path)
      throws IOException, InterruptedException {
    return client.send(request(kitchen, path), BodyHandlers.ofString());
  }

  private static HttpRequest request(Kitchen kitchen, String path) {
    return HttpRequest.newBuilder(URI.create(kitchen.url() + path)).build();
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    return Json.codec().readTree(answer.body());
  }
}
