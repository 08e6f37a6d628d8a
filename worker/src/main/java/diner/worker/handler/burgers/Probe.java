package diner.worker.handler.burgers;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;

/**
 * Finds out which protocol a kitchen offers: opens a connection by HTTP/2's prior knowledge, and
 * where the kitchen does not answer in kind, a plain one. Sends no order. Takes {@link #LIMIT} at
 * most.
 */
final class Probe {

  private static final Duration STEP = Duration.ofSeconds(2);

  /** The longest that {@link #ask} takes. */
  static final Duration LIMIT = STEP.multipliedBy(2);

  private Probe() {}

  /** What the kitchen offers; fails with the connection's error where none can be had. */
  static Future<Offer> ask(Vertx vertx, KitchenAddress kitchen) {
    return connect(vertx, kitchen, HttpVersion.HTTP_2)
        .map(connection -> (Offer) new Offer.Http2(connection.maxActiveStreams()))
        .recover(fault ->
            isUnreachable(fault)
                ? Future.failedFuture(fault)
                : connect(vertx, kitchen, HttpVersion.HTTP_1_1)
                    .map(connection -> new Offer.Http1()));
  }

  /** Whether nobody listens there, so that another protocol can't help. */
  static boolean isUnreachable(Throwable fault) {
    return fault instanceof ConnectException || fault instanceof UnknownHostException;
  }

  private static Future<HttpClientConnection> connect(
      Vertx vertx, KitchenAddress kitchen, HttpVersion version) {
    // A client of its own: closing it also ends a connection that never got anywhere.
    var client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(version)
                .setHttp2ClearTextUpgrade(false)
                .setConnectTimeout(Math.toIntExact(STEP.toMillis())));
    return client.connect(kitchen.connection()).timeout(STEP).eventually(client::close);
  }
}
