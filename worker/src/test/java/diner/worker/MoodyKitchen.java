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
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A kitchen beside the worker that refuses orders, goes away and comes back, as a test says. */
final class MoodyKitchen implements AutoCloseable {

  private static final int OK = 200;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final AtomicInteger orders = new AtomicInteger();
  private volatile Mood mood;
  private HttpServer server;
  private final int port;

  private MoodyKitchen(Mood mood) throws Exception {
    this.mood = mood;
    this.server = listen(0);
    this.port = server.actualPort();
  }

  static MoodyKitchen start(Mood mood) throws Exception {
    return new MoodyKitchen(mood);
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Orders that came, whatever became of them. */
  int orders() {
    return orders.get();
  }

  void is(Mood other) {
    mood = other;
  }

  /** Nobody listens any more, and all connections are closed. */
  void goAway() throws Exception {
    Premises.await(server.close());
  }

  void comeBack() throws Exception {
    server = listen(port);
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }

  private HttpServer listen(int atPort) throws Exception {
    return Premises.await(
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setHost("127.0.0.1")
                    .setPort(atPort)
                    .setHttp2RstFloodMaxRstFramePerWindow(1_000_000)
                    .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(20_000)))
            .requestHandler(this::take)
            .listen());
  }

  private void take(HttpServerRequest request) {
    orders.incrementAndGet();
    var status = mood.status(request);
    var response = request.response().setStatusCode(status);
    var answer =
        status == OK
            ? new Burgers(
                Collections.nCopies(Integer.parseInt(request.getParam("number")), "burger"))
            : Collections.singletonMap("error", "not in the mood");
    response
        .putHeader("content-type", "application/json")
        .end(Buffer.buffer(Json.bytes(answer)))
        .onFailure(clientIsGone -> {
          // It does not wait any more.
        });
  }

  /** What the next order is answered; asked on one thread. */
  interface Mood {

    Mood WELL = _ -> OK;

    int status(HttpServerRequest order);

    static Mood always(int status) {
      return _ -> status;
    }
  }
}
