package diner.producer.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import diner.localkafka.LocalKafka;
import diner.producer.CliRun;
import diner.producer.ReplyingWorker;
import diner.producer.SharedKafka;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gateway over real HTTP, on a real broker. */
@Timeout(90)
class GatewayIT {

  private final HttpClient client = HttpClient.newHttpClient();

  private static RunningGateway gateway(String prefix, int limit, Duration timeout) {
    return RunningGateway.of(SharedKafka.bootstrapServers(), prefix, limit, timeout);
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    return client.send(request, BodyHandlers.ofString());
  }

  private CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest request) {
    return client.sendAsync(request, BodyHandlers.ofString());
  }

  @Test
  void itsMetricsHaveTheLagAndItsOwnBounds() throws Exception {
    try (var _ = ReplyingWorker.start(SharedKafka.bootstrapServers(), "metrics");
        var gateway = gateway("metrics", 7, Duration.ofSeconds(30))) {
      assertThat(send(gateway.get("/burgers?number=2")).statusCode()).isEqualTo(200);

      await("a look at the lag")
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> {
            var metrics = send(gateway.get("/metrics"));
            assertThat(metrics.statusCode()).isEqualTo(200);
            assertThat(metrics.headers().firstValue("Content-Type").orElse(""))
                .startsWith("text/plain; version=0.0.4");
            assertThat(metrics.body().lines())
                .contains("diner_lag_up 1.0", "diner_gateway_waiting_limit 7.0")
                .anyMatch(line ->
                    line.startsWith("diner_lag_unfinished{")
                        && line.contains("topic=\"metrics.burgers\""));
          });
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void answersFiveHundredRequestsAtOnceAlsoOfClientsThatWouldRatherSpeakHttp2(
      HttpClient.Version version) throws Exception {
    var prefix = version.name();
    try (var _ = ReplyingWorker.start(SharedKafka.bootstrapServers(), prefix);
        var gateway = gateway(prefix, 5000, Duration.ofSeconds(30))) {
      var uri = gateway.get("/burgers?number=2").uri();
      var request = HttpRequest.newBuilder(uri).version(version).build();
      assertThat(send(request).version()).isEqualTo(HttpClient.Version.HTTP_1_1);

      var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
      for (var i = 0; i < 500; i++) {
        answers.add(sendAsync(request));
      }

      assertThat(answers)
          .allSatisfy(answer -> {
            var response = answer.get(30, TimeUnit.SECONDS);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("{\"burgers\":[\"burger 1\",\"burger 2\"]}");
          });
    }
  }

  @Test
  void answersWithNoReplyOfATransactionThatWasAborted() throws Exception {
    try (var _ = ReplyingWorker.start(SharedKafka.bootstrapServers(), "aborting");
        var gateway = gateway("aborting", 10, Duration.ofSeconds(30))) {
      var response = send(gateway.get("/burgers?number=" + ReplyingWorker.ABORTED_FIRST));

      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }
  }

  @Test
  void refusesWhatIsNoNumberOfBurgers() throws Exception {
    try (var gateway = gateway("bad", 10, Duration.ofSeconds(5))) {
      for (var query : new String[] {"", "?number=0", "?number=101", "?number=two", "?number="}) {
        var response = send(gateway.get("/burgers" + query));

        assertThat(response.statusCode()).as(query).isEqualTo(400);
        assertThat(response.body()).contains("\"type\":\"bad-number\"");
      }
    }
  }

  @Test
  void says404ElsewhereAnd405ToAnotherMethod() throws Exception {
    try (var gateway = gateway("routes", 10, Duration.ofSeconds(5))) {
      var post = HttpRequest.newBuilder(gateway.get("/burgers?number=2").uri());

      assertThat(send(gateway.get("/fries")).statusCode()).isEqualTo(404);
      var refused = send(post.POST(HttpRequest.BodyPublishers.noBody()).build());
      assertThat(refused.statusCode()).isEqualTo(405);
      assertThat(refused.headers().firstValue("Allow")).hasValue("GET, OPTIONS");
    }
  }

  @Test
  void says502WhereTheJobFailed() throws Exception {
    try (var _ = ReplyingWorker.start(SharedKafka.bootstrapServers(), "failing");
        var gateway = gateway("failing", 10, Duration.ofSeconds(20))) {
      var response = send(gateway.get("/burgers?number=" + ReplyingWorker.FAILS));

      assertThat(response.statusCode()).isEqualTo(502);
      assertThat(response.body()).contains("kitchen-500").contains("the kitchen is on fire");
    }
  }

  @Test
  void says504WhereNoReplyComesInTime() throws Exception {
    try (var gateway = gateway("late", 10, Duration.ofMillis(300))) {
      var response = send(gateway.get("/burgers?number=2"));

      assertThat(response.statusCode()).isEqualTo(504);
      assertThat(response.body()).contains("no reply to job");
    }
  }

  @Test
  void says503BeyondTheLimitAndForgetsClientsThatHungUp() throws Exception {
    try (var gateway = gateway("full", 2, Duration.ofSeconds(60))) {
      var uri = gateway.get("/burgers?number=2").uri();
      try (var first = waitingClient(uri);
          var second = waitingClient(uri)) {
        await()
            .untilAsserted(() -> {
              var refused = send(probe(uri));
              assertThat(refused.statusCode()).isEqualTo(503);
              assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
            });
        assertThat(first.isConnected() && second.isConnected()).isTrue();
      }
      // Both hung up: there is room for two again, who wait rather than being refused.
      await()
          .untilAsserted(() -> {
            var next = sendAsync(HttpRequest.newBuilder(uri).build());
            assertThat(next).failsWithin(Duration.ofMillis(300));
            next.cancel(true);
          });
      gateway.stop();
    }
  }

  /** Takes a place for a moment at most, where there is one. */
  private static HttpRequest probe(URI uri) {
    return HttpRequest.newBuilder(uri).timeout(Duration.ofMillis(500)).build();
  }

  private static Socket waitingClient(URI uri) throws Exception {
    var socket = new Socket(uri.getHost(), uri.getPort());
    var request = "GET /burgers?number=2 HTTP/1.1\r\nHost: gateway\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  @Test
  void answersThoseThatWaitBeforeItStops() throws Exception {
    var gateway = gateway("stopping", 10, Duration.ofSeconds(60));
    try (gateway) {
      var waiting = sendAsync(gateway.get("/burgers?number=2"));
      try (var consumer = JobsSeen.of(SharedKafka.bootstrapServers(), "stopping.burgers")) {
        consumer.awaitOne();
      }
      gateway.stop();
      try (var _ = ReplyingWorker.start(SharedKafka.bootstrapServers(), "stopping")) {
        assertThat(waiting.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void says503WhileKafkaIsAwayAndGoesOnWhenItIsBack() throws Exception {
    try (var kafka = LocalKafka.start();
        var gateway =
            RunningGateway.of(kafka.bootstrapServers(), "away", 100, Duration.ofSeconds(20))) {
      var request = gateway.get("/burgers?number=2");
      kafka.stop();

      var response = sendAsync(request).get(15, TimeUnit.SECONDS);
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.headers().firstValue("Retry-After")).isPresent();

      kafka.startAgain();
      try (var _ = ReplyingWorker.start(kafka.bootstrapServers(), "away")) {
        await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(() -> assertThat(send(request).statusCode()).isEqualTo(200));
      }
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = Integer.toString(taken.getLocalPort());

      var run = CliRun.at(SharedKafka.bootstrapServers(), "serve", "--port", port);

      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err()).contains("can't listen on 127.0.0.1 port " + port).contains("--port 0");
    }
  }
}
