package diner.producer;

import static org.assertj.core.api.Assertions.assertThat;

import diner.localkafka.LocalKafka;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A broker that is away is said in one line within 10 s, at the start and later. */
@Timeout(60)
class BrokerAwayIT {

  @ParameterizedTest
  @ValueSource(strings = {"enqueue burgers --await", "await some-id", "replies", "serve --port 0"})
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
