package diner.worker;

import diner.worker.handler.HandlerSetup;
import diner.worker.handler.Handlers;
import diner.worker.kitchen.Kitchen;
import diner.worker.kitchen.KitchenOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the lanes stand on: Vert.x, the worker's own kitchen where the user names none, and the
 * opened handlers. The kitchen has a Vert.x of its own, so that it shares no event loop with the
 * burgers that wait for it.
 */
final class Premises implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Premises.class);
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration CLOSE_LIMIT = Duration.ofMillis(500);

  private final Vertx vertx;
  private final @Nullable Vertx kitchenVertx;
  private final Handlers handlers;

  private Premises(Vertx vertx, @Nullable Vertx kitchenVertx, Handlers handlers) {
    this.vertx = vertx;
    this.kitchenVertx = kitchenVertx;
    this.handlers = handlers;
  }

  /**
   * Opens all of it, on this thread.
   *
   * @param onUncaught told the island and the cause where something on Vert.x threw that nobody
   *     expected
   */
  static Premises open(
      WorkerOptions options, Handlers handlers, BiConsumer<String, Throwable> onUncaught)
      throws Exception {
    var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(options.eventLoops()));
    vertx.exceptionHandler(cause -> onUncaught.accept(Thread.currentThread().getName(), cause));
    @Nullable Vertx kitchenVertx = null;
    var kitchenUrl = options.kitchenUrl();
    if (kitchenUrl.isEmpty()) {
      kitchenVertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    }
    var premises = new Premises(vertx, kitchenVertx, handlers);
    try {
      var url =
          kitchenVertx == null
              ? kitchenUrl.orElseThrow()
              : ownKitchen(kitchenVertx, options.kitchenDelay());
      handlers.open(new HandlerSetup(vertx, options.forHandlers(url)));
      return premises;
    } catch (Exception e) {
      premises.close();
      throw e;
    }
  }

  Vertx vertx() {
    return vertx;
  }

  @Override
  public void close() {
    handlers.close();
    close(vertx);
    if (kitchenVertx != null) {
      close(kitchenVertx);
    }
  }

  private static void close(Vertx vertx) {
    try {
      await(vertx.close(), CLOSE_LIMIT);
    } catch (Exception e) {
      log.atWarn().addKeyValue("cause", e.toString()).log("Vert.x did not close: left behind");
    }
  }

  /** Waits for Vert.x with a limit; for threads that are not its own. */
  static <T> T await(Future<T> future) throws Exception {
    return await(future, LIMIT);
  }

  private static <T> T await(Future<T> future, Duration limit) throws Exception {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .get(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static String ownKitchen(Vertx vertx, Duration delay) throws Exception {
    var kitchen = await(Kitchen.start(vertx, KitchenOptions.onFreePort(delay)));
    log.atInfo()
        .addKeyValue("url", kitchen.url())
        .addKeyValue("delay", delay)
        .log("no --kitchen-url: a small kitchen of our own is open");
    return kitchen.url();
  }
}
