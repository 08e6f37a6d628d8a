package diner.shared.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The open connections of one server, owned by its event loop; never more than the limit. A
 * connection without a request is closed when its time is over, however many bytes of a next one
 * have come by then, and earlier where all places are taken: the one that has been without for
 * longest. So clients that are slow, or silent, keep nobody out.
 */
final class Connections {

  private static final long SWEEP_MILLIS = 500;

  private final Vertx vertx;
  private final int limit;
  private final long idleNanos;

  /** How many requests of each are being answered. */
  private final Map<HttpConnection, Integer> open = new HashMap<>();

  /** Those without a request, and since when; the longest first. */
  private final LinkedHashMap<HttpConnection, Long> idle = new LinkedHashMap<>();

  private boolean isSweeping;

  /**
   * @param idleLimit how long a connection may take to bring its first or next request whole
   */
  Connections(Vertx vertx, int limit, Duration idleLimit) {
    this.vertx = vertx;
    this.limit = limit;
    this.idleNanos = idleLimit.toNanos();
  }

  void onOpened(HttpConnection connection) {
    if (open.size() >= limit && !makeRoom()) {
      close(connection);
      return;
    }
    open.put(connection, 0);
    idle.put(connection, System.nanoTime());
    connection.closeHandler(_ -> onClosed(connection));
    sweepLater();
  }

  /** To be told before the request is handled; takes the end handler of its response. */
  void onRequest(HttpServerRequest request) {
    var connection = request.connection();
    if (open.computeIfPresent(connection, (_, requests) -> requests + 1) != null) {
      idle.remove(connection);
      request.response().endHandler(_ -> onAnswered(connection));
    }
  }

  private void onAnswered(HttpConnection connection) {
    var left = open.computeIfPresent(connection, (_, requests) -> requests - 1);
    if (left != null && left == 0) {
      idle.put(connection, System.nanoTime());
    }
  }

  private void onClosed(HttpConnection connection) {
    open.remove(connection);
    idle.remove(connection);
  }

  private boolean makeRoom() {
    var longest = idle.pollFirstEntry();
    if (longest == null) {
      return false;
    }
    open.remove(longest.getKey());
    close(longest.getKey());
    return true;
  }

  private void sweepLater() {
    if (!isSweeping) {
      isSweeping = true;
      vertx.setTimer(SWEEP_MILLIS, _ -> sweep());
    }
  }

  private void sweep() {
    isSweeping = false;
    var now = System.nanoTime();
    for (var longest = idle.firstEntry();
        longest != null && now - longest.getValue() >= idleNanos;
        longest = idle.firstEntry()) {
      onClosed(longest.getKey());
      close(longest.getKey());
    }
    if (!open.isEmpty()) {
      sweepLater();
    }
  }

  private static void close(HttpConnection connection) {
    var _ = connection.close(); // one that is closed already is as good
  }

  int count() {
    return open.size();
  }
}
