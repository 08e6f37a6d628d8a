package diner.worker.handler.burgers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diner.worker.handler.JobFault;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an order when the kitchen answers anything but burgers. */
@Timeout(60)
class OddAnswersTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() throws Exception {
    vertx.close().await(LIMIT);
  }

  @ParameterizedTest
  @CsvSource({
    "429, UNAVAILABLE",
    "500, TRANSIENT",
    "507, TRANSIENT",
    "502, UNAVAILABLE",
    "503, UNAVAILABLE",
    "504, UNAVAILABLE",
    "501, PERMANENT",
    "204, PERMANENT",
    "302, PERMANENT",
    "400, PERMANENT",
    "404, PERMANENT",
    "408, PERMANENT"
  })
  void theStatusDecidesWhetherAnotherAttemptCanHelp(int status, JobFault.Kind kind)
      throws Exception {
    // given
    var url = answer(request -> request.response().setStatusCode(status).end());

    // when
    var fault = faultOf(url);

    // then
    assertThat(fault.kind()).isEqualTo(kind);
    assertThat(fault.type()).isEqualTo("kitchen-" + status);
    assertThat(fault.message())
        .isEqualTo("GET %s/burgers?number=2 answered %d, expected 200".formatted(url, status));
    assertThat(fault.retryAfter()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void whereTheKitchenSendsOnIsNeverAsked(int status) throws Exception {
    // given
    var askedElsewhere = new AtomicBoolean();
    var elsewhere =
        answer(request -> {
          askedElsewhere.set(true);
          request.response().end("{\"burgers\":[\"one\",\"two\"]}");
        });
    var url =
        answer(request ->
            request
                .response()
                .setStatusCode(status)
                .putHeader("Location", elsewhere + "/burgers?number=2")
                .end());

    // when
    var fault = faultOf(url);

    // then
    assertThat(fault.kind()).isEqualTo(JobFault.Kind.PERMANENT);
    assertThat(askedElsewhere).isFalse();
  }

  @Test
  void theKitchenMayAskToBeLeftAloneForAWhile() throws Exception {
    // given
    var url =
        answer(
            request -> request.response().setStatusCode(429).putHeader("Retry-After", "12").end());

    // when
    var fault = faultOf(url);

    // then
    assertThat(fault.retryAfter()).isEqualTo(Duration.ofSeconds(12));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "not json",
        "{\"burgers\":null}",
        "{\"burgers\":[\"one\"]}",
        "{\"burgers\":[\"one\",\"two\",\"three\"]}",
        "{\"burgers\":[\"one\",null]}",
        "{\"burgers\":[\"one\",{}]}",
        "{\"burgers\":[\"one\",\"two\"]} and more"
      })
  void aBodyThatIsNotTheBurgersOrderedIsPermanent(String body) throws Exception {
    // given
    var url = answer(request -> request.response().end(body));

    // when
    var fault = faultOf(url);

    // then
    assertThat(fault.kind()).isEqualTo(JobFault.Kind.PERMANENT);
    assertThat(fault.type()).isEqualTo("kitchen-bad-answer");
    assertThat(fault.message())
        .startsWith("GET %s/burgers?number=2 answered 200: expected ".formatted(url))
        .doesNotContain("\n");
  }

  @Test
  void fieldsBesideTheBurgersAreNoFault() throws Exception {
    // given
    var url = answer(request -> request.response().end("{\"price\":9,\"burgers\":[\"a\",\"b\"]}"));

    // when, then
    try (var lane = Lane.open(url)) {
      assertThat(lane.order(2).await(LIMIT).burgers()).containsExactly("a", "b");
    }
  }

  @Test
  void aBodyWithoutEndIsCutOffAtItsBound() throws Exception {
    // given
    var chunk = Buffer.buffer(new byte[16 * 1024]);
    var url =
        answer(request -> {
          var response = request.response().setChunked(true);
          vertx.setPeriodic(
              1,
              timer -> response.write(chunk).onFailure(clientIsGone -> vertx.cancelTimer(timer)));
        });

    // when
    var fault = faultOf(url);

    // then
    assertThat(fault.kind()).isEqualTo(JobFault.Kind.PERMANENT);
    assertThat(fault.message()).contains("expected at most 65536 bytes");
  }

  @Test
  void aBodyThatTricklesIsCutOffAtTheEndOfTheAttempt() throws Exception {
    // given
    var url =
        answer(request -> {
          var response = request.response().setChunked(true);
          vertx.setPeriodic(
              50, timer -> response.write(" ").onFailure(clientIsGone -> vertx.cancelTimer(timer)));
        });

    // when, then
    try (var lane = Lane.open(url)) {
      assertThatThrownBy(() -> lane.order(2, Duration.ofMillis(500), null).await(LIMIT))
          .isInstanceOfSatisfying(
              JobFault.class, fault -> assertThat(fault.type()).isEqualTo("kitchen-timeout"));
    }
  }

  @Test
  void passesATraceOnAndNothingThatIsNone() throws Exception {
    // given
    var traces = new ConcurrentLinkedQueue<String>();
    var trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    var url =
        answer(request -> {
          traces.add(String.valueOf(request.getHeader("traceparent")));
          request.response().end("{\"burgers\":[\"a\"]}");
        });

    // when
    try (var lane = Lane.open(url)) {
      lane.order(1, LIMIT, trace).await(LIMIT);
      lane.order(1, LIMIT, null).await(LIMIT);
      lane.order(1, LIMIT, "00-x\r\nevil: yes").await(LIMIT);
      lane.order(1, LIMIT, trace.replace("0af7651916cd43dd8448eb211c80319c", "0".repeat(32)))
          .await(LIMIT);
    }

    // then
    assertThat(traces).containsExactly(trace, "null", "null", "null");
  }

  @Test
  void sendsCredentialsOfTheUrlAndKeepsThemOutOfFaults() throws Exception {
    // given
    var url =
        answer(request ->
            request
                .response()
                .setStatusCode(
                    "Basic YTpzZWNyZXQ=".equals(request.getHeader("authorization")) ? 404 : 401)
                .end());

    // when
    var fault = faultOf(url.replace("http://", "http://a:secret@"));

    // then
    assertThat(fault.type()).isEqualTo("kitchen-404");
    assertThat(fault.message()).doesNotContain("secret");
  }

  private String answer(Handler<HttpServerRequest> answer) throws Exception {
    var server =
        vertx.createHttpServer().requestHandler(answer).listen(0, "127.0.0.1").await(LIMIT);
    return "http://127.0.0.1:" + server.actualPort();
  }

  private static JobFault faultOf(String url) throws Exception {
    try (var lane = Lane.open(url)) {
      return lane.order(2)
          .<JobFault>transform((burgers, fault) ->
              fault instanceof JobFault expected
                  ? Future.succeededFuture(expected)
                  : Future.failedFuture(
                      new AssertionError("expected a JobFault, got " + burgers, fault)))
          .await(LIMIT);
    }
  }
}
