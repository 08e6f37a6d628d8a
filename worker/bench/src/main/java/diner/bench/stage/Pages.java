package diner.bench.stage;

import diner.shared.cli.CommandFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** What the parts tell over HTTP. */
final class Pages {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private Pages() {}

  /** The text that Prometheus gets from a worker or a gateway. */
  static String metrics(String url) throws InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(url + "/metrics")).timeout(LIMIT).build();
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw CommandFailure.of("bench: %s does not answer: %s".formatted(request.uri(), e));
    }
  }
}
