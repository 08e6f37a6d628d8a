package diner.bench.stage;

import diner.bench.report.Samples;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients of the gateway, each with a connection of its own for as long as it waits, all on one
 * event loop. What a request takes counts from when it was due, not from when it could be sent.
 * Owned by the main thread.
 */
public final class Crowd implements AutoCloseable {

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
  private final URI gateway;
  private final HttpClient client;
  private final List<Double> millis = Collections.synchronizedList(new ArrayList<>());

  /**
   * @param gateway its URL
   * @param most requests that may be out at once
   */
  public Crowd(String gateway, int most) {
    this.gateway = URI.create(gateway);
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(most).setEventLoopSize(1));
  }

  /** Sends requests at an even pace, and returns once the last one is out. */
  public void ask(int requests, int perSecond) throws InterruptedException {
    var begin = System.nanoTime();
    for (var i = 0; i < requests; i++) {
      var due = begin + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
      for (var left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
        if (Thread.interrupted()) {
          throw new InterruptedException("while requests are sent");
        }
      }
      vertx.runOnContext(_ -> ask(due));
    }
  }

  private void ask(long due) {
    client
        .request(HttpMethod.GET, gateway.getPort(), gateway.getHost(), "/burgers?number=1")
        .compose(HttpClientRequest::send)
        .compose(response ->
            response
                .body()
                .compose(body ->
                    response.statusCode() == 200
                        ? Future.succeededFuture(body)
                        : Future.failedFuture(response.statusCode() + " " + body)))
        .onSuccess(_ -> millis.add((System.nanoTime() - due) / 1e6))
        .onFailure(cause -> System.err.println("bench: a request failed: " + cause.getMessage()));
  }

  /** How many were answered 200 so far. */
  public int answered() {
    return millis.size();
  }

  /** What those took that were answered, in milliseconds; forgets them. */
  public Samples times() {
    synchronized (millis) {
      var times = Samples.of(millis.stream().mapToDouble(Double::doubleValue));
      millis.clear();
      return times;
    }
  }

  @Override
  public void close() throws TimeoutException {
    vertx.close().await(CLOSE_LIMIT);
  }
}
