package diner.producer.dashboard;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page asks for, over real HTTP. */
@Timeout(60)
class DashboardRouteTest {

  private static final int LIMIT = 2;
  private static final Buffer NEWS = Buffer.buffer("event: state\ndata: {}\n\n");
  private static final Buffer SNAPSHOT = Buffer.buffer("event: snapshot\ndata: {}\n\n");

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final DashboardRoute route = new DashboardRoute(loop, LIMIT);
  private final HttpClient client = HttpClient.newHttpClient();
  private int port;

  @BeforeEach
  void open() throws Exception {
    var options = new HttpServerOptions().setHost("127.0.0.1").setPort(0);
    port =
        vertx
            .createHttpServer(options)
            .requestHandler(request -> loop.runOnContext(_ -> handle(request)))
            .listen()
            .map(HttpServer::actualPort)
            .await(10, TimeUnit.SECONDS);
  }

  private void handle(HttpServerRequest request) {
    var path = String.valueOf(request.path());
    if (path.equals("/")) {
      route.page(request);
    } else if (path.equals("/events")) {
      route.events(request);
    } else {
      route.file(request, path.substring("/dashboard/".length()));
    }
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  @ParameterizedTest
  @CsvSource({
    "/, text/html",
    "/dashboard/dashboard.css, text/css",
    "/dashboard/main.js, text/javascript",
    "/dashboard/uplot.js, text/javascript",
    "/dashboard/uplot.css, text/css",
    "/dashboard/icon.svg, image/svg+xml"
  })
  void aFileIsSentOnceAndThenOnlyAskedAbout(String path, String type) throws Exception {
    var first = send(request(path));
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.headers().firstValue("Content-Type").orElse("")).startsWith(type);
    assertThat(first.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'")
        .doesNotContain("unsafe");
    assertThat(first.body()).isNotBlank();

    var tag = first.headers().firstValue("ETag").orElseThrow();
    var again = send(request(path).header("If-None-Match", tag));
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void nothingIsWithinThePageThatThePolicyForbids() throws Exception {
    assertThat(send(request("/")).body()).doesNotContain("style=").doesNotContain("onclick");
    assertThat(send(request("/")).body()).doesNotContainPattern("<script(?![^>]* src=)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret", "../secret", "main", ""})
  void whatIsNoFileOfThePageIsNotFound(String name) throws Exception {
    assertThat(send(request("/dashboard/" + name)).statusCode()).isEqualTo(404);
  }

  @Test
  void theFirstEventIsASnapshotAndNewsFollow() throws Exception {
    try (var viewer = new Viewer()) {
      await().until(route::wantsSnapshot);
      route.show(new Screen.Frame(null, NEWS)); // not for one who knows nothing yet
      route.show(new Screen.Frame(SNAPSHOT, NEWS));
      route.show(new Screen.Frame(null, NEWS));

      var events = viewer.readUntil(NEWS.toString());
      assertThat(events).contains("text/event-stream").contains("retry: ");
      assertThat(events.indexOf(SNAPSHOT.toString())).isPositive();
      assertThat(events.indexOf(NEWS.toString())).isGreaterThan(events.indexOf("snapshot"));
      assertThat(route.wantsSnapshot()).isFalse();
    }
    await().until(() -> !route.isWatched());
  }

  @Test
  void beyondTheLimitAPageIsRefusedUntilAnotherHasGone() throws Exception {
    try (var first = new Viewer();
        var second = new Viewer()) {
      first.readUntil("retry: ");
      second.readUntil("retry: ");

      var refused = send(request("/events"));

      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("5");
    }
    await()
        .untilAsserted(() -> {
          try (var next = new Viewer()) {
            assertThat(next.readUntil("\r\n\r\n")).contains("200 OK");
          }
        });
  }

  @Test
  void aSlowClientSkipsIsToldSoAndGetsAllAnew() throws Exception {
    try (var slow = new Viewer()) {
      slow.readUntil("retry: ");
      route.show(new Screen.Frame(SNAPSHOT, NEWS));
      slow.readUntil("snapshot");

      // It reads nothing more, until it is known to be slow.
      var large = Buffer.buffer("event: bars\ndata: " + "x".repeat(500_000) + "\n\n");
      await()
          .pollInterval(Duration.ofMillis(20))
          .until(() -> {
            route.show(new Screen.Frame(null, large));
            return isSlow();
          });

      // Now it reads on, all that was queued for it, while frames go on.
      vertx.setPeriodic(50, _ -> route.show(new Screen.Frame(SNAPSHOT, NEWS)));
      slow.readUntil("event: skipped");
      assertThat(slow.readUntil("snapshot")).contains("\"frames\":");
    }
  }

  private boolean isSlow() throws Exception {
    var flagged = new CompletableFuture<Boolean>();
    loop.runOnContext(_ -> flagged.complete(route.skips() > 0));
    return flagged.get(5, TimeUnit.SECONDS);
  }

  @Test
  void streamsEndWhenTheGatewayStops() throws Exception {
    try (var viewer = new Viewer()) {
      viewer.readUntil("retry: ");

      loop.runOnContext(_ -> route.onStopping());

      assertThat(viewer.readUntil("\r\n0\r\n")).isNotEmpty();
    }
  }

  /** A client of {@code /events} that reads only when told to. */
  private final class Viewer implements AutoCloseable {

    private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    private final InputStream in = new BufferedInputStream(socket.getInputStream());

    Viewer() throws Exception {
      var request = "GET /events HTTP/1.1\r\nHost: gateway\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      socket.setSoTimeout(20_000);
    }

    /** All that comes up to a text. */
    String readUntil(String end) throws Exception {
      var read = new StringBuilder();
      while (read.indexOf(end, Math.max(0, read.length() - end.length())) < 0) {
        var octet = in.read();
        if (octet < 0) {
          throw new IllegalStateException("ended before '" + end + "'");
        }
        read.append((char) octet);
      }
      return read.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
