package diner.worker;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** What strangers may do to an HTTP server on this machine: too slow, too much, too little. */
final class HostileClients {

  private static final int READ_LIMIT_MILLIS = 20_000;
  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

  private final int port;

  HostileClients(int port) {
    this.port = port;
  }

  Socket connect() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(READ_LIMIT_MILLIS);
    return socket;
  }

  /** Connections that say nothing; to be closed. */
  List<Socket> silent(int number) throws IOException {
    var sockets = new ArrayList<Socket>();
    for (var i = 0; i < number; i++) {
      sockets.add(connect());
    }
    return sockets;
  }

  /**
   * Sends a head without an end, a byte a tenth of a second on each connection.
   *
   * @return how long the server bore the last of them, in milliseconds
   */
  long slow(int number, long limitMillis) throws Exception {
    var begin = System.nanoTime();
    var open = silent(number);
    for (var turn = 0; !open.isEmpty(); turn++) {
      if (TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) > limitMillis) {
        throw new AssertionError("%d slow clients are not cut".formatted(open.size()));
      }
      var head = "GET /health/live HTTP/1.1\r\nX-Slow: ";
      var next = turn < head.length() ? head.charAt(turn) : 'a';
      open.removeIf(socket -> !takes(socket, next));
      Proofs.pass(Duration.ofMillis(100));
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
  }

  private static boolean takes(Socket socket, int next) {
    try {
      socket.getOutputStream().write(next);
      return true;
    } catch (IOException cut) {
      return false;
    }
  }

  /** Sends bad requests over few connections; each must be answered 4xx. */
  void bad(int number, int connections, long seed) throws Exception {
    try (var threads = Executors.newFixedThreadPool(connections)) {
      var ends = new ArrayList<Future<?>>();
      for (var i = 0; i < connections; i++) {
        var random = new Random(seed + i);
        ends.add(
            threads.submit(() -> {
              bad(number / connections, random);
              return null;
            }));
      }
      for (var end : ends) {
        end.get();
      }
    }
  }

  private void bad(int number, Random random) throws IOException {
    var socket = connect();
    try {
      for (var i = 0; i < number; i++) {
        var request = request(random);
        socket.getOutputStream().write(request.getBytes(US_ASCII));
        var answer = head(socket);
        if (!answer.matches("(?s)HTTP/1\\.[01] 4.*")) {
          throw new AssertionError("%s\nwas answered\n%s".formatted(request, answer));
        }
        if (!isKept(request)) {
          socket.close();
          socket = connect();
        }
      }
    } finally {
      socket.close();
    }
  }

  /** Whether the server is able to go on after it. */
  private static boolean isKept(String request) {
    return request.contains("\r\nHost: ") && request.length() < 1_000;
  }

  private static String request(Random random) {
    var host = "\r\nHost: localhost\r\n";
    return switch (random.nextInt(8)) {
      case 0 -> "GET /%x HTTP/1.1%s\r\n".formatted(random.nextLong(), host);
      case 1 -> "DELETE /openapi.json HTTP/1.1%s\r\n".formatted(host);
      case 2 -> "GET /burgers?number=%d HTTP/1.1%s\r\n".formatted(-random.nextInt(99) - 1, host);
      case 3 -> "GET /health/live HTTP/1.1\r\nHost: evil.example\r\n\r\n";
      case 4 ->
          "POST /jobs/burgers HTTP/1.1%sContent-Type: application/json\r\nContent-Length: 4\r\n\r\n{\"a}"
              .formatted(host);
      case 5 ->
          "POST /jobs/k%x HTTP/1.1%sContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
              .formatted(random.nextLong(), host);
      case 6 -> "GET /%s HTTP/1.1%s\r\n".formatted("a".repeat(5_000), host);
      default -> "\0\1 nothing like HTTP\r\n\r\n";
    };
  }

  /** Reads one answer, and its body, which is announced. */
  static String head(Socket socket) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      var next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("closed after: " + head);
      }
      head.append((char) next);
    }
    var length = LENGTH.matcher(head);
    if (length.find()) {
      socket.getInputStream().readNBytes(Integer.parseInt(length.group(1)));
    }
    return head.toString();
  }
}
