package diner.worker.handler.burgers;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * HTTP/1.1: a connection for every request under way, kept for the next ones. Many small pools,
 * since Vert.x scans all connections of a pool at every request: 10,000 in one pool cost twice the
 * CPU of 40 pools of 250. Requests go to the first pool with room, so that the others run dry.
 */
final class PooledLine implements Line {

  static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

  /** How long requests under way on a line that was replaced may still take. */
  static final Duration DRAIN_LIMIT = Duration.ofMinutes(1);

  private static final int POOL_CONNECTIONS = 250;
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

  private final List<Pool> pools;

  /**
   * @param connections how many may be open at once
   * @param waitingLimit how many requests may be under way or wait for a connection
   * @param onClosed told of every connection that ended
   */
  PooledLine(Vertx vertx, int connections, int waitingLimit, Runnable onClosed) {
    var count = (connections + POOL_CONNECTIONS - 1) / POOL_CONNECTIONS;
    this.pools =
        IntStream.range(0, count)
            .map(n -> Math.min(POOL_CONNECTIONS, connections - n * POOL_CONNECTIONS))
            .mapToObj(size -> new Pool(client(vertx, size, waitingLimit, onClosed), size))
            .toList();
  }

  private static HttpClientAgent client(
      Vertx vertx, int connections, int waitingLimit, Runnable onClosed) {
    return vertx
        .httpClientBuilder()
        .with(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setKeepAlive(true)
                .setPipelining(false)
                .setKeepAliveTimeout(Math.toIntExact(KEEP_ALIVE.toSeconds()))
                .setConnectTimeout(Math.toIntExact(CONNECT_LIMIT.toMillis())))
        .with(new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(waitingLimit))
        .withConnectHandler(connection -> connection.closeHandler(closed -> onClosed.run()))
        .build();
  }

  @Override
  public boolean fits(Offer offer) {
    return offer instanceof Offer.Http1;
  }

  @Override
  public Place take() {
    var least = pools.getFirst();
    for (var pool : pools) {
      if (pool.takeIfRoom()) {
        return pool;
      }
      least = pool.taken.get() < least.taken.get() ? pool : least;
    }
    least.taken.incrementAndGet(); // waits for a connection; the bound was logged
    return least;
  }

  @Override
  public void doubt(HttpConnection connection) {
    // Its one request was reset, which closed it.
  }

  @Override
  public Future<Void> close() {
    return Future.join(pools.stream().map(pool -> pool.client.shutdown(DRAIN_LIMIT)).toList())
        .mapEmpty();
  }

  /** One of Vert.x's pools, and how many requests were given to it. */
  private static final class Pool implements Place {

    private final HttpClientAgent client;
    private final int size;
    private final AtomicInteger taken = new AtomicInteger();

    private Pool(HttpClientAgent client, int size) {
      this.client = client;
      this.size = size;
    }

    private boolean takeIfRoom() {
      if (taken.incrementAndGet() <= size) {
        return true;
      }
      taken.decrementAndGet();
      return false;
    }

    @Override
    public HttpClient client() {
      return client;
    }

    @Override
    public void giveBack() {
      taken.decrementAndGet();
    }
  }
}
