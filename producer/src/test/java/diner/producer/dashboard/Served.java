package diner.producer.dashboard;

import diner.producer.Main;
import diner.shared.kafka.TopicCreation;
import diner.shared.kafka.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/** {@code producer serve} on a thread of its own, stopped as SIGTERM stops it. */
final class Served implements AutoCloseable {

  private final CompletableFuture<String> url = new CompletableFuture<>();
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();
  private final Thread thread;

  /**
   * @param port 0 for a free one
   */
  Served(String bootstrapServers, int port) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      var topics = new Topics("jobs").specifications(List.of("burgers", "cleaning"));
      TopicCreation.createMissing(admin, topics, Duration.ofSeconds(20));
    }
    var out =
        new StringWriter() {
          @Override
          public void flush() {
            url.complete(toString().strip());
          }
        };
    var args = List.of("serve", "-b", bootstrapServers, "--port", Integer.toString(port));
    thread =
        Thread.ofPlatform()
            .name("served")
            .start(() ->
                exit.complete(
                    Main.run(
                        Map.of(),
                        new PrintWriter(out),
                        new PrintWriter(new StringWriter()),
                        args.toArray(String[]::new))));
  }

  String url() throws Exception {
    return url.get(30, TimeUnit.SECONDS);
  }

  int port() throws Exception {
    var text = url();
    return Integer.parseInt(text.substring(text.lastIndexOf(':') + 1));
  }

  @Override
  public void close() {
    thread.interrupt();
    exit.orTimeout(30, TimeUnit.SECONDS).join();
  }
}
