package diner.producer.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import diner.localkafka.LocalKafka;
import diner.producer.CliRun;
import diner.producer.ReplyingWorker;
import diner.shared.kafka.KafkaSettings;
import diner.shared.kafka.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gateway over real HTTP, on a real broker. */
@Timeout(90)
class GatewayIT {

  private static final LocalKafka KAFKA = LocalKafka.start();

  private final HttpClient client = HttpClient.newHttpClient();

  @AfterAll
  static void stopKafka() {
    KAFKA.close();
  }

  /** A gateway on a thread of its own, stopped as SIGTERM stops it. */
  private static final class Running implements AutoCloseable {

    private final CompletableFuture<String> url = new CompletableFuture<>();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final Thread thread;
    private boolean isStopped;

    Running(String bootstrapServers, String prefix, int limit, Duration timeout) {
      var dashboard = new GatewayOptions.Dashboard("workers", 50);
      var options =
          new GatewayOptions("127.0.0.1", 0, limit, timeout, Duration.ofSeconds(10), dashboard);
      var settings = new KafkaSettings(Map.of("bootstrap.servers", bootstrapServers));
      var gateway =
          new Gateway(
              settings,
              new Topics(prefix),
              options,
              new PrintWriter(firstLine(url)),
              new PrintWriter(new StringWriter()));
      thread =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  exit.complete(gateway.run());
                } catch (InterruptedException | RuntimeException e) {
                  exit.completeExceptionally(e);
                  url.completeExceptionally(e);
                }
              });
    }

    private static Writer firstLine(CompletableFuture<String> line) {
      return new StringWriter() {
        @Override
        public void flush() {
          line.complete(toString().strip());
        }
      };
    }

    HttpRequest get(String path) throws Exception {
      return HttpRequest.newBuilder(URI.create(url.get(30, TimeUnit.SECONDS) + path)).build();
    }

    /** Once: a second signal would cut the stop short. */
    void stop() {
      if (!isStopped) {
        isStopped = true;
        thread.interrupt();
      }
    }

    @Override
    public void close() {
      stop();
      assertThat(exit.orTimeout(30, TimeUnit.SECONDS).join()).isZero();
    }
  }

  private static Running gateway(String prefix, int limit, Duration timeout) {
    return new Running(KAFKA.bootstrapServers(), prefix, limit, timeout);
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    return client.send(request, BodyHandlers.ofString());
  }

  private CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest request) {
    return client.sendAsync(request, BodyHandlers.ofString());
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void answersFiveHundredRequestsAtOnce(HttpClient.Version version) throws Exception {
    var prefix = version.name();
    try (var _ = ReplyingWorker.start(KAFKA.bootstrapServers(), prefix);
        var gateway = gateway(prefix, 5000, Duration.ofSeconds(30))) {
      var uri = gateway.get("/burgers?number=2").uri();
      var request = HttpRequest.newBuilder(uri).version(version).build();
      // The first settles which version is spoken.
      assertThat(send(request).version()).isEqualTo(version);

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
    try (var _ = ReplyingWorker.start(KAFKA.bootstrapServers(), "aborting");
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
      assertThat(refused.headers().firstValue("Allow")).hasValue("GET");
    }
  }

  @Test
  void says502WhereTheJobFailed() throws Exception {
    try (var _ = ReplyingWorker.start(KAFKA.bootstrapServers(), "failing");
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
      try (var consumer = JobsSeen.of(KAFKA.bootstrapServers(), "stopping.burgers")) {
        consumer.awaitOne();
      }
      gateway.stop();
      try (var _ = ReplyingWorker.start(KAFKA.bootstrapServers(), "stopping")) {
        assertThat(waiting.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void says503WhileKafkaIsAwayAndGoesOnWhenItIsBack() throws Exception {
    try (var kafka = LocalKafka.start();
        var gateway = new Running(kafka.bootstrapServers(), "away", 100, Duration.ofSeconds(20))) {
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

      var run = CliRun.at(KAFKA.bootstrapServers(), "serve", "--port", port);

      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err()).contains("can't listen on 127.0.0.1 port " + port).contains("--port 0");
    }
  }
}
