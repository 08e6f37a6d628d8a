package diner.worker;

import diner.shared.message.Burgers;
import diner.shared.message.Json;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * A kitchen beside the worker in which the number of burgers decides how long they take, and which
 * counts the orders of each number.
 */
final class KitchenByNumber implements AutoCloseable {

  /** Instead of a delay: the order is refused with 503. */
  static final Duration REFUSED = Duration.ofMillis(-1);

  /** Instead of a delay: the order is refused with 404, for good. */
  static final Duration UNKNOWN = Duration.ofMillis(-2);

  private static final int MAX_NUMBER = 100;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final AtomicIntegerArray orders = new AtomicIntegerArray(MAX_NUMBER + 1);
  private final Delay delay;
  private final HttpServer server;

  private KitchenByNumber(Delay delay) throws Exception {
    this.delay = delay;
    this.server =
        Premises.await(
            vertx
                .createHttpServer(
                    new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(0)
                        .setHttp2RstFloodMaxRstFramePerWindow(1_000_000)
                        .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(20_000)))
                .requestHandler(this::take)
                .listen());
  }

  static KitchenByNumber start(Delay delay) throws Exception {
    return new KitchenByNumber(delay);
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  /** How often so many burgers were ordered. */
  int orders(int number) {
    return orders.get(number);
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }

  private void take(HttpServerRequest request) {
    var number = Integer.parseInt(request.getParam("number"));
    var time = delay.of(number, orders.incrementAndGet(number));
    var millis = time.toMillis();
    if (millis < 0) {
      var _ = request.response().setStatusCode(time.equals(UNKNOWN) ? 404 : 503).end();
    } else if (millis == 0) {
      answer(request.response(), number);
    } else {
      vertx.setTimer(millis, _ -> answer(request.response(), number));
    }
  }

  private static void answer(HttpServerResponse response, int number) {
    response
        .putHeader("content-type", "application/json")
        .end(Buffer.buffer(Json.bytes(new Burgers(Collections.nCopies(number, "burger")))))
        .onFailure(clientIsGone -> {
          // It was killed meanwhile, as it should be.
        });
  }

  /** How long an order takes, by its number and by how many of that number there were with it. */
  interface Delay {
    Duration of(int number, int order);
  }
}
