package diner.worker.kitchen;

import diner.shared.message.Burgers;
import diner.shared.message.BurgersOrder;
import diner.shared.message.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A small HTTP service that makes burgers: {@code GET /burgers?number=2}, answered after a delay
 * that blocks nobody. One event loop owns the server, all its connections and its counts; HTTP/1.1
 * and HTTP/2 without TLS, with more streams than a worker has jobs in flight.
 */
public final class Kitchen {

  private static final String PATH = "/burgers";
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  /** Streams a client may open on one connection. */
  private static final int MAX_STREAMS = 20_000;

  private static final int ACCEPT_BACKLOG = 16_384;

  /** A worker cuts off jobs by the thousand; Vert.x would take 200 in 30 s for an attack. */
  private static final int MAX_RESETS_PER_WINDOW = 1_000_000;

  private final Vertx vertx;
  private final KitchenOptions options;
  private final HttpServer server;

  // Written by the server's event loop alone; atomic for others to read.
  private final AtomicInteger ordersInWork = new AtomicInteger();
  private final AtomicInteger mostOrdersInWork = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();
  private long ordersTaken;

  private Kitchen(Vertx vertx, KitchenOptions options) {
    this.vertx = vertx;
    this.options = options;
    this.server =
        vertx.createHttpServer(
            new HttpServerOptions()
                .setHost(options.host())
                .setPort(options.port())
                .setAcceptBacklog(ACCEPT_BACKLOG)
                .setHttp2ClearTextEnabled(!options.isHttp1Only())
                .setHttp2RstFloodMaxRstFramePerWindow(MAX_RESETS_PER_WINDOW)
                .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(MAX_STREAMS)));
  }

  /** Opens a kitchen; fails where the address is taken or not ours. */
  public static Future<Kitchen> start(Vertx vertx, KitchenOptions options) {
    var kitchen = new Kitchen(vertx, options);
    return kitchen
        .server
        .connectionHandler(connection -> {
          kitchen.connections.incrementAndGet();
          connection.closeHandler(closed -> kitchen.connections.decrementAndGet());
        })
        .requestHandler(kitchen::onRequest)
        .listen()
        .map(listening -> kitchen);
  }

  /** Where it is reached: {@code http://127.0.0.1:8090}. */
  public String url() {
    var host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
    return "http://" + host + ":" + server.actualPort();
  }

  public int port() {
    return server.actualPort();
  }

  public Future<Void> close() {
    return server.close();
  }

  /** Orders taken and not yet answered, given up by neither side. */
  public int ordersInWork() {
    return ordersInWork.get();
  }

  /** The most orders that were in work at once. */
  public int mostOrdersInWork() {
    return mostOrdersInWork.get();
  }

  /** Open connections. */
  public int connections() {
    return connections.get();
  }

  private void onRequest(HttpServerRequest request) {
    if (!PATH.equals(request.path())) {
      refuse(request.response(), 404, "not here, expected " + PATH);
    } else if (!HttpMethod.GET.equals(request.method())) {
      request.response().putHeader("allow", "GET");
      refuse(request.response(), 405, "expected GET, got " + request.method());
    } else {
      var text = request.getParam("number");
      numberOf(text)
          .ifPresentOrElse(
              number -> take(request.response(), number),
              () ->
                  refuse(
                      request.response(),
                      400,
                      "number must be 1 to %d, was %s"
                          .formatted(
                              BurgersOrder.MAX_NUMBER,
                              text == null ? "missing" : "'" + text + "'")));
    }
  }

  private static Optional<Integer> numberOf(@Nullable String text) {
    return Optional.ofNullable(text)
        .filter(given -> NUMBER.matcher(given).matches())
        .map(Integer::valueOf)
        .filter(number -> number >= 1 && number <= BurgersOrder.MAX_NUMBER);
  }

  private void take(HttpServerResponse response, int number) {
    ordersTaken++;
    var inWork = ordersInWork.incrementAndGet();
    mostOrdersInWork.accumulateAndGet(inWork, Math::max);
    var isFailing = isFailing(ordersTaken);
    var order = new Order(response);
    if (options.isStalled()) {
      return;
    }
    if (options.delay().isZero()) {
      order.answer(isFailing, number);
    } else {
      order.timer =
          vertx.setTimer(options.delay().toMillis(), fired -> order.answer(isFailing, number));
    }
  }

  /** Spreads the failures evenly: of any hundred orders in a row the same share fails. */
  private boolean isFailing(long order) {
    return Math.floor(order * options.failShare()) > Math.floor((order - 1) * options.failShare());
  }

  private static void refuse(HttpServerResponse response, int status, String message) {
    send(response, status, Map.of("error", message));
  }

  private static void send(HttpServerResponse response, int status, Object json) {
    response
        .setStatusCode(status)
        .putHeader("content-type", "application/json")
        .end(Buffer.buffer(Json.bytes(json)))
        .onFailure(clientIsGone -> {
          // It no longer waits; nothing to tell anybody.
        });
  }

  /** One order, counted as in work until it is answered or its client has gone; once. */
  private final class Order {

    private static final long NO_TIMER = -1;

    private final HttpServerResponse response;
    private long timer = NO_TIMER;
    private boolean isOver;

    private Order(HttpServerResponse response) {
      this.response = response;
      // A stream that is reset reports an exception, a connection that goes away its close.
      response.exceptionHandler(fault -> giveUp());
      response.closeHandler(closed -> giveUp());
    }

    private void answer(boolean isFailing, int number) {
      if (isOver) {
        return;
      }
      end();
      if (isFailing) {
        refuse(response, 503, "out of buns, try again");
      } else {
        send(response, 200, new Burgers(Menu.burgers(number)));
      }
    }

    private void giveUp() {
      if (isOver) {
        return;
      }
      end();
      if (timer != NO_TIMER) {
        vertx.cancelTimer(timer);
      }
    }

    private void end() {
      isOver = true;
      ordersInWork.decrementAndGet();
    }
  }
}
