package diner.producer.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import diner.producer.SharedKafka;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom the gateway lets in, and what it tells those it does not. */
@Timeout(60)
class DoorIT {

  private static final String SECRET = "sesame-open-the-door";
  private static final Duration SLOWEST = Duration.ofSeconds(1);
  private static final String HOST = "Host: localhost\r\n";

  private static final RunningGateway OPEN = gateway(Doors.any());
  private static final RunningGateway LOCKED =
      gateway(Doors.of(100, Duration.ofSeconds(20), Optional.of(Token.of(SECRET))));
  private static final RunningGateway HASTY = gateway(Doors.of(3, SLOWEST, Optional.empty()));

  private final HttpClient client = HttpClient.newHttpClient();

  private static RunningGateway gateway(Door door) {
    return RunningGateway.of(
        SharedKafka.bootstrapServers(), "door", door, 100, Duration.ofSeconds(2));
  }

  @AfterAll
  static void stop() {
    OPEN.close();
    LOCKED.close();
    HASTY.close();
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String answerTo(RunningGateway gateway, String request) throws Exception {
    try (var raw = RawClient.to(gateway.port())) {
      return raw.say(request).untilClosed();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /fries, 404, ",
    "GET, /jobs, 404, ",
    "GET, /jobs/, 404, ",
    "GET, /jobs/a/b, 404, ",
    "GET, /jobs/%zz, 404, ",
    "GET, //burgers, 404, ",
    "POST, /burgers, 405, 'GET, OPTIONS'",
    "HEAD, /burgers, 405, 'GET, OPTIONS'",
    "DELETE, /jobs/x, 405, 'POST, GET, HEAD, OPTIONS'",
    "OPTIONS, /jobs/x, 204, 'POST, GET, HEAD, OPTIONS'",
    "OPTIONS, /openapi.json, 204, 'GET, HEAD, OPTIONS'",
    "HEAD, /openapi.json, 200, ",
    "GET, /openapi.json, 200, ",
    "GET, /burgers?number=two, 400, "
  })
  void answersEveryPathAndMethodInOneWay(String method, String path, int status, String allow)
      throws Exception {
    var answer =
        answerTo(
            OPEN, "%s %s HTTP/1.1\r\n%sConnection: close\r\n\r\n".formatted(method, path, HOST));

    assertThat(answer).startsWith("HTTP/1.1 " + status);
    requireSecurityHeaders(answer);
    assertThat(answer).doesNotContainIgnoringCase("\r\nserver:").doesNotContain("Access-Control");
    if (allow != null) {
      assertThat(answer).containsIgnoringCase("\r\nallow: " + allow + "\r\n");
    }
    var body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
    assertThat(body.isEmpty()).isEqualTo(method.equals("HEAD") || status == 204);
  }

  private static void requireSecurityHeaders(String answer) {
    assertThat(answer)
        .containsIgnoringCase("\r\nX-Content-Type-Options: nosniff\r\n")
        .containsIgnoringCase("\r\nReferrer-Policy: no-referrer\r\n")
        .containsIgnoringCase("\r\nContent-Security-Policy: default-src 'none'")
        .containsIgnoringCase("\r\nCross-Origin-Resource-Policy: same-origin\r\n");
  }

  @Test
  void refusesHeadsThatAreTooLargeOrNoHttp() throws Exception {
    var line = answerTo(OPEN, "GET /" + "a".repeat(5_000) + " HTTP/1.1\r\n" + HOST + "\r\n");
    var head = answerTo(OPEN, "GET / HTTP/1.1\r\n" + HOST + "X: " + "a".repeat(9_000) + "\r\n\r\n");
    var none = answerTo(OPEN, "\0\1\2 hello\r\n\r\n");

    assertThat(line).contains(" 414 ").contains("line-too-long");
    assertThat(head).contains(" 431 ").contains("headers-too-large");
    assertThat(none).contains(" 400 ").contains("no-http");
    requireSecurityHeaders(line);
    requireSecurityHeaders(none);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "evil.example:8080", "localhost.evil.example", "10.0.0.1"})
  void isNotCalledByOtherNamesOnLoopback(String host) throws Exception {
    var answer =
        answerTo(
            OPEN,
            "GET /openapi.json HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(host));

    assertThat(answer).startsWith("HTTP/1.1 421").contains("wrong-host");
    requireSecurityHeaders(answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST:80", "127.0.0.1:8080", "[::1]:8080", "gateway"})
  void isCalledByItsOwnNamesOnLoopback(String host) throws Exception {
    var answer =
        answerTo(
            OPEN,
            "GET /openapi.json HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(host));

    assertThat(answer).startsWith("HTTP/1.1 200");
  }

  @Test
  void asksForTheTokenBeforeAnythingIsEnqueued() throws Exception {
    var post = LOCKED.request("/jobs/burgers").header("Content-Type", "application/json");
    post.POST(BodyPublishers.ofString("{\"number\":0}"));
    var without = send(post);
    var wrong = send(post.setHeader("Authorization", "Bearer " + SECRET + "s"));
    var get = send(LOCKED.request("/burgers?number=0"));
    var right = send(post.setHeader("Authorization", "bearer " + SECRET));

    assertThat(without.statusCode()).isEqualTo(401);
    assertThat(without.headers().firstValue("WWW-Authenticate")).isPresent();
    assertThat(without.body()).doesNotContain(SECRET);
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(get.statusCode()).isEqualTo(401);
    assertThat(right.statusCode()).as("let in, and found wrong").isEqualTo(400);
    assertThat(send(LOCKED.request("/openapi.json")).statusCode()).isEqualTo(200);
  }

  @Test
  void letsNoPageOfAnotherSiteEnqueue() throws Exception {
    var request = OPEN.request("/burgers?number=0").header("Sec-Fetch-Site", "cross-site");

    assertThat(send(request).statusCode()).isEqualTo(403);
  }

  @Test
  void cutsAClientThatIsSlowWithItsHead() throws Exception {
    try (var slow = RawClient.to(HASTY.port()).say("GET /openapi.json HT")) {
      assertThat(slow.untilClosed()).isEmpty();
    }
  }

  @Test
  void answersAClientThatIsSlowWithItsBodyAndCutsIt() throws Exception {
    var answer =
        answerTo(
            HASTY,
            "POST /jobs/burgers HTTP/1.1\r\n%sContent-Type: application/json\r\n".formatted(HOST)
                + "Content-Length: 12\r\n\r\n{\"nu");

    assertThat(answer).startsWith("HTTP/1.1 408").contains("too-slow");
  }

  @Test
  void makesRoomForANewConnectionWhereAllAreTakenUnlessAllAreInUse() throws Exception {
    var look = "GET /openapi.json HTTP/1.1\r\n" + HOST + "\r\n";
    try (var first = inUse();
        var second = inUse();
        var idle = RawClient.to(HASTY.port());
        var third = inUse()) {
      assertThat(idle.untilClosed()).isEmpty();
      try (var fourth = RawClient.to(HASTY.port()).say(look)) {
        assertThat(fourth.untilClosed()).isEmpty();
      }
      for (var client : List.of(first, second, third)) {
        assertThat(client.head()).startsWith("HTTP/1.1 408");
      }
    }
  }

  /** A connection whose request the gateway has begun to read. */
  private static RawClient inUse() throws Exception {
    var client =
        RawClient.to(HASTY.port())
            .say(
                "POST /jobs/burgers HTTP/1.1\r\n%sContent-Type: application/json\r\n"
                        .formatted(HOST)
                    + "Expect: 100-continue\r\nContent-Length: 12\r\n\r\n");
    assertThat(client.head()).startsWith("HTTP/1.1 100");
    return client;
  }
}
