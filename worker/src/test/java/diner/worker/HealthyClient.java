package diner.worker;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Asks for one path again and again, each time over a new connection, as a probe does. */
final class HealthyClient implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(50);

  private final HostileClients address;
  private final String request;
  private final Thread thread;
  private volatile boolean closing;

  // Owned by the thread until it has ended.
  private final List<Long> millis = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private int repeated;

  private HealthyClient(HostileClients address, String path) {
    this.address = address;
    this.request = "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path);
    this.thread = Thread.ofPlatform().daemon().name("healthy").start(this::run);
  }

  static HealthyClient start(HostileClients address, String path) {
    return new HealthyClient(address, path);
  }

  private void run() {
    while (!closing) {
      var begin = System.nanoTime();
      try {
        var answer = answer();
        if (!answer.startsWith("HTTP/1.1 200")) {
          failures.add(answer);
        }
      } catch (IOException e) {
        failures.add(e.toString());
      }
      millis.add(Duration.ofNanos(System.nanoTime() - begin).toMillis());
      Proofs.pass(PAUSE);
    }
  }

  /**
   * Where all places are taken, a connection that has not brought its request yet may have to make
   * room. HTTP lets a client repeat a GET then (RFC 9110, 9.2.2), and clients do so, once.
   */
  private String answer() throws IOException {
    try {
      return ask();
    } catch (IOException closed) {
      repeated++;
      return ask();
    }
  }

  private String ask() throws IOException {
    try (var socket = address.connect()) {
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      return HostileClients.head(socket);
    }
  }

  /** What went wrong. */
  List<String> failures() {
    return failures;
  }

  /** How often it asked, how often twice, and what that took. */
  String figures() {
    Collections.sort(millis);
    return "asked=%d repeated=%d median=%dms p99=%dms slowest=%dms"
        .formatted(
            millis.size(),
            repeated,
            millis.get(millis.size() / 2),
            millis.get(millis.size() * 99 / 100),
            millis.getLast());
  }

  /** Ends the asking; what was found is there from then on. */
  @Override
  public void close() {
    closing = true;
    try {
      if (!thread.join(Duration.ofSeconds(30))) {
        failures.add("no answer for 30 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
