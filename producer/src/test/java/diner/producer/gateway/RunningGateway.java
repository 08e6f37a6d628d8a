package diner.producer.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.kafka.KafkaSettings;
import diner.shared.kafka.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A gateway on a thread of its own, stopped as SIGTERM stops it. */
final class RunningGateway implements AutoCloseable {

  private final CompletableFuture<String> url = new CompletableFuture<>();
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();
  private final Thread thread;
  private boolean isStopped;

  RunningGateway(String bootstrapServers, String prefix, GatewayOptions options) {
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

  /** With an open door. */
  static RunningGateway of(String bootstrapServers, String prefix, int limit, Duration timeout) {
    return of(bootstrapServers, prefix, Doors.any(), limit, timeout);
  }

  static RunningGateway of(
      String bootstrapServers, String prefix, Door door, int limit, Duration timeout) {
    var dashboard = new GatewayOptions.Dashboard("workers", 50);
    var grace = Duration.ofSeconds(10);
    return new RunningGateway(
        bootstrapServers, prefix, new GatewayOptions(door, limit, timeout, grace, dashboard));
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
    return request(path).build();
  }

  HttpRequest.Builder request(String path) throws Exception {
    return HttpRequest.newBuilder(URI.create(url.get(30, TimeUnit.SECONDS) + path));
  }

  int port() throws Exception {
    return URI.create(url.get(30, TimeUnit.SECONDS)).getPort();
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
