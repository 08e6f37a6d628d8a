package diner.producer;

import static org.assertj.core.api.Assertions.assertThat;

import diner.localkafka.LocalKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A broker that is away is said in one line within 10 s, at the start and later. */
@Timeout(60)
class BrokerAwayIT {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "enqueue burgers --await",
        "await some-id",
        "replies",
        "lag --check unfinished<9",
        "compare --worker false",
        "serve --port 0",
        "dead list",
        "dead show some-id",
        "dead redrive"
      })
  void saysInOneLineThatNobodyListens(String command) throws Exception {
    int freePort;
    try (var socket = new ServerSocket(0)) {
      freePort = socket.getLocalPort();
    }
    var begun = System.nanoTime();

    var run = CliRun.at("127.0.0.1:" + freePort, command.split(" "));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .contains("can't reach Kafka at 127.0.0.1:" + freePort)
        .contains("refused")
        .contains("bin/kafka");
    assertThat(run.out()).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 400 Bad Request, speaks HTTP",
    "'\u0015\u0003\u0003\u0000', speaks TLS",
    "220 mail.example ESMTP, is no Kafka broker"
  })
  void saysAtOnceThatSomethingElseAnswers(String answer, String expected) throws Exception {
    try (var server = new ServerSocket(0)) {
      Thread.ofPlatform().daemon().start(() -> answerOnce(server, answer));
      var begun = System.nanoTime();

      var run = CliRun.at("127.0.0.1:" + server.getLocalPort(), "enqueue", "burgers");

      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err().lines()).singleElement().asString().contains(expected);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
    }
  }

  private static void answerOnce(ServerSocket server, String answer) {
    try (var accepted = server.accept()) {
      accepted.getInputStream().readNBytes(14);
      accepted.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void goesOnToTheNextAddressWhereTheFirstRefuses() throws Exception {
    int freePort;
    try (var socket = new ServerSocket(0)) {
      freePort = socket.getLocalPort();
    }
    try (var kafka = LocalKafka.start()) {
      var servers = "127.0.0.1:" + freePort + "," + kafka.bootstrapServers();

      assertThat(CliRun.at(servers, "topics", "create").code()).isZero();
    }
  }

  @Test
  void saysInOneLineThatItWentAwayWhileRepliesWereAwaited() throws Exception {
    try (var kafka = LocalKafka.start()) {
      var servers = kafka.bootstrapServers();
      assertThat(CliRun.at(servers, "enqueue", "burgers", "--batch", "b").code()).isZero();
      var awaiting =
          CompletableFuture.supplyAsync(
              () -> CliRun.at(servers, "await", "some-id", "--timeout", "60s"));
      assertThat(CliRun.at(servers, "replies").code()).isZero();

      kafka.stop();

      var run = awaiting.get(15, TimeUnit.SECONDS);
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err().lines()).singleElement().asString().contains("can't reach Kafka at");
    }
  }
}
