package diner.producer.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real headless browser with one page, driven by the DevTools protocol. What the page complains
 * of (errors, exceptions, breaches of its policy) is collected.
 */
final class Chromium implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LIMIT_SECONDS = 60;
  private static final String LISTENING = "DevTools listening on ";

  /** Besides what makes it headless: it is not to look for anything outside this machine. */
  private static final List<String> FLAGS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--remote-debugging-port=0");

  private final Vertx vertx = Vertx.vertx();
  private final Process process;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> calls = new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final WebSocketClient client; // held on to: one that is garbage closes its connections
  private final WebSocket socket;
  private final @Nullable String session;

  private Chromium(Process process, String url) throws Exception {
    this.process = process;
    var options =
        new WebSocketClientOptions().setMaxFrameSize(64 << 20).setMaxMessageSize(64 << 20);
    var connect = new WebSocketConnectOptions().setAbsoluteURI(url).setAllowOriginHeader(false);
    this.client = vertx.createWebSocketClient(options);
    this.socket = client.connect(connect).await(LIMIT_SECONDS, TimeUnit.SECONDS);
    socket.closeHandler(_ -> calls.values().forEach(call -> call.cancel(false)));
    socket.textMessageHandler(this::onMessage);
    var target = call(null, "Target.createTarget", Map.of("url", "about:blank")).path("targetId");
    var attached =
        call(null, "Target.attachToTarget", Map.of("targetId", target.asText(), "flatten", true));
    this.session = attached.path("sessionId").asText();
    for (var domain : List.of("Runtime", "Log", "Page")) {
      call(domain + ".enable", Map.of());
    }
  }

  /** Where it is installed; the environment's {@code CHROMIUM} first. */
  static Optional<Path> program() {
    var named = System.getenv("CHROMIUM");
    return Stream.concat(
            Stream.ofNullable(named),
            Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"))
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts one.
   *
   * @param profile an empty folder
   */
  static Chromium start(Path program, Path profile) throws Exception {
    var command = new java.util.ArrayList<>(List.of(program.toString()));
    command.addAll(FLAGS);
    command.add("--user-data-dir=" + profile);
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var url = new CompletableFuture<String>();
    Thread.ofPlatform().daemon().name("chromium-output").start(() -> read(process, url));
    try {
      return new Chromium(process, url.get(LIMIT_SECONDS, TimeUnit.SECONDS));
    } catch (Exception e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static void read(Process process, CompletableFuture<String> url) {
    try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(LISTENING)) {
          url.complete(line.substring(LISTENING.length()).strip());
        }
      }
    } catch (IOException e) {
      // it has ended
    }
    url.completeExceptionally(new IOException("the browser ended"));
  }

  /** Sets the window's size in pixels, and whether the person likes it dark. */
  void show(int width, int height, boolean isDark) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    var scheme = Map.of("name", "prefers-color-scheme", "value", isDark ? "dark" : "light");
    call("Emulation.setEmulatedMedia", Map.of("features", List.of(scheme)));
  }

  void open(String url) throws Exception {
    call("Page.navigate", Map.of("url", url));
  }

  /** The value of an expression, or of what it promises. */
  JsonNode evaluate(String expression) throws Exception {
    var parameters = Map.of("expression", expression, "returnByValue", true, "awaitPromise", true);
    var answer = call("Runtime.evaluate", parameters);
    if (answer.has("exceptionDetails")) {
      throw new IllegalStateException(expression + ": " + answer.get("exceptionDetails"));
    }
    return answer.path("result").path("value");
  }

  /** Bytes that the page's JavaScript holds on to. */
  long heapBytes() throws Exception {
    call("HeapProfiler.collectGarbage", Map.of());
    return call("Runtime.getHeapUsage", Map.of()).path("usedSize").asLong();
  }

  /** The whole page as a PNG. */
  byte[] screenshot(int width) throws Exception {
    var height = evaluate("document.documentElement.scrollHeight").asInt();
    var clip = Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1);
    var parameters = Map.of("format", "png", "captureBeyondViewport", true, "clip", clip);
    return Base64.getDecoder()
        .decode(call("Page.captureScreenshot", parameters).get("data").asText());
  }

  /** What the page has complained of so far. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  private JsonNode call(String method, Map<String, ?> parameters) throws Exception {
    return call(session, method, parameters);
  }

  private JsonNode call(@Nullable String session, String method, Map<String, ?> parameters)
      throws Exception {
    var id = ids.incrementAndGet();
    var answer = new CompletableFuture<JsonNode>();
    calls.put(id, answer);
    var message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", JSON.valueToTree(parameters));
    if (session != null) {
      message.put("sessionId", session);
    }
    var _ = socket.writeTextMessage(message.toString());
    return answer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  private void onMessage(String text) {
    JsonNode message;
    try {
      message = JSON.readTree(text);
    } catch (IOException e) {
      complaints.add("unreadable: " + text);
      return;
    }
    var call = calls.remove(message.path("id").asInt(0));
    if (call != null && message.has("error")) {
      call.completeExceptionally(new IllegalStateException(message.get("error").toString()));
    } else if (call != null) {
      call.complete(message.path("result"));
    } else {
      onEvent(message.path("method").asText(), message.path("params"));
    }
  }

  private void onEvent(String method, JsonNode event) {
    switch (method) {
      case "Runtime.exceptionThrown" -> complaints.add("exception: " + event);
      case "Log.entryAdded" -> {
        var entry = event.path("entry");
        complaints.add(entry.path("source").asText() + ": " + entry.path("text").asText());
      }
      case "Runtime.consoleAPICalled" -> complaints.add("console: " + event.path("args"));
      default -> {}
    }
  }

  @Override
  public void close() {
    var all = process.descendants().toList();
    var _ = client.close();
    process.destroy();
    process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join();
    all.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
