package diner.shared.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever strangers say: it is answered, and nobody who expects no such thing hears of it. */
@Timeout(20)
class GuardedServerTest {

  private final Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
  private final Vertx vertx = Vertx.vertx();
  private int port;

  @BeforeEach
  void listen() {
    vertx.exceptionHandler(uncaught::add);
    var names = HostNames.of("127.0.0.1", List.of());
    port =
        GuardedServer.create(
                vertx,
                new GuardedServer.Settings("127.0.0.1", 0, names, 10, Duration.ofSeconds(1)),
                (request, refusal) -> end(request, refusal.status(), refusal.type()),
                GuardedServerTest::answer)
            .listen()
            .await()
            .actualPort();
  }

  @AfterEach
  void close() {
    vertx.close().await();
    assertThat(uncaught).isEmpty();
  }

  private static void answer(HttpServerRequest request) {
    if (request.path().equals("/bug")) {
      throw new IllegalStateException("a bug");
    }
    end(request, 200, "fine");
  }

  private static void end(HttpServerRequest request, int status, String text) {
    var _ = request.response().setStatusCode(status).end(text);
  }

  private String answerTo(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET ",
        "GET  HTTP/1.1",
        "GET * HTTP/1.1",
        "GET ? HTTP/1.1",
        "GET # HTTP/1.1",
        "GET http:// HTTP/1.1",
        "GET http://[ HTTP/1.1",
        "GET :// HTTP/1.1",
        "GET / HTTP/9.9",
        "CONNECT a:1 HTTP/1.1",
        "PRI * HTTP/2.0",
        "get / http/1.1",
        "\0",
        "\u00ff / HTTP/1.1"
      })
  void oddLinesAreAnsweredOrCut(String line) throws Exception {
    var answer = answerTo(line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    assertThat(answer).matches("(?s)(HTTP/\\d\\.\\d ([24]\\d\\d|501) .*)?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[",
        "[::1",
        "a b",
        ":80",
        "localhost:x",
        "localhost:99999999",
        "\u00ff",
        "a\0b"
      })
  void oddHostsAreRefused(String host) throws Exception {
    var answer = answerTo("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");

    assertThat(answer).matches("(?s)HTTP/1\\.[01] 4\\d\\d .*");
  }

  @Test
  void aRequestWithoutHostIsRefused() throws Exception {
    assertThat(answerTo("GET / HTTP/1.0\r\n\r\n")).contains(" 421 ");
  }

  @Test
  void aFaultOfTheHandlerIsAnAnswerAndTheServerGoesOn() throws Exception {
    assertThat(answerTo("GET /bug HTTP/1.1\r\nHost: localhost\r\n\r\n")).contains(" 500 ");
    assertThat(answerTo("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")).contains(" 200 ");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, localhost, true",
    "127.0.0.1, LOCALHOST, true",
    "127.0.0.1, ::1, true",
    "127.0.0.1, evil.example, false",
    "0.0.0.0, evil.example, true",
    "'127.0.0.1+diner.example', diner.example, true",
    "'0.0.0.0+diner.example', diner.example, true",
    "'0.0.0.0+diner.example', evil.example, false",
    "'0.0.0.0+diner.example', localhost, false"
  })
  void isCalledByItsOwnNamesAlone(String bind, String host, boolean isAllowed) {
    var parts = List.of(bind.split("\\+"));

    var names = HostNames.of(parts.getFirst(), parts.subList(1, parts.size()));

    assertThat(names.allow(host)).isEqualTo(isAllowed);
  }
}
