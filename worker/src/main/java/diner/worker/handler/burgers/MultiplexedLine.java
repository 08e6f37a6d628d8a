package diner.worker.handler.burgers;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * HTTP/2: few connections, each with as many requests at once as the kitchen takes; together they
 * have a stream for every job that may wait, so that nothing queues behind another request.
 */
final class MultiplexedLine implements Line, Line.Place {

  /** Where a kitchen offers so few streams that more would be needed, requests queue. */
  private static final int MAX_CONNECTIONS = 1_000;

  private static final int WINDOW_BYTES = 4 * 1024 * 1024;
  private static final Duration PONG_LIMIT = Duration.ofSeconds(5);

  private final Offer.Http2 offer;
  private final HttpClientAgent client;
  private final Set<HttpConnection> pinged = ConcurrentHashMap.newKeySet();

  MultiplexedLine(Vertx vertx, Offer.Http2 offer, int waitingLimit, Runnable onClosed) {
    this.offer = offer;
    this.client =
        vertx
            .httpClientBuilder()
            .with(
                new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false)
                    .setHttp2ConnectionWindowSize(WINDOW_BYTES)
                    .setConnectTimeout(Math.toIntExact(PooledLine.CONNECT_LIMIT.toMillis())))
            .with(
                new PoolOptions()
                    .setHttp2MaxSize(connections(offer.streams(), waitingLimit))
                    .setMaxWaitQueueSize(waitingLimit))
            .withConnectHandler(connection -> connection.closeHandler(closed -> onClosed.run()))
            .build();
  }

  /** How many connections a kitchen with so many streams on each needs. */
  static int connections(long streams, int waitingLimit) {
    var perConnection = Math.max(1, streams);
    return (int) Math.min(MAX_CONNECTIONS, (waitingLimit + perConnection - 1) / perConnection);
  }

  @Override
  public boolean fits(Offer other) {
    return offer.equals(other);
  }

  @Override
  public Place take() {
    return this;
  }

  @Override
  public HttpClientAgent client() {
    return client;
  }

  @Override
  public void giveBack() {
    // A stream is free again when it ends; the client counts.
  }

  /**
   * A peer that vanished without a word would otherwise take requests for as long as TCP repeats
   * itself, a quarter of an hour: it must answer a ping, else its connection is closed.
   */
  @Override
  public void doubt(HttpConnection connection) {
    if (!pinged.add(connection)) {
      return;
    }
    connection
        .ping(Buffer.buffer(new byte[Long.BYTES]))
        .timeout(PONG_LIMIT)
        .recover(noPong -> connection.close().mapEmpty())
        .onComplete(done -> pinged.remove(connection));
  }

  @Override
  public Future<Void> close() {
    return client.shutdown(PooledLine.DRAIN_LIMIT);
  }
}
