package diner.worker;

import diner.worker.handler.HandlerSetup;
import diner.worker.handler.Handlers;
import diner.worker.kitchen.Kitchen;
import diner.worker.kitchen.KitchenOptions;
import diner.worker.observe.BlockedLoops;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the lanes stand on: a Vert.x for each, the worker's own kitchen where the user names none,
 * and the opened handlers. The lanes share no event loop, or each step that a cleaner ends would
 * interrupt those who wait; nor does the kitchen share one with the burgers that wait for it.
 */
final class Premises implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Premises.class);
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration CLOSE_LIMIT = Duration.ofMillis(500);

  private final Vertx waiting;
  private final Vertx computing = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Handlers handlers;
  private @Nullable Vertx kitchen;

  private Premises(int eventLoops, Handlers handlers, BlockedLoops blockedLoops) {
    this.waiting = blockedLoops.open(new VertxOptions().setEventLoopPoolSize(eventLoops));
    this.handlers = handlers;
  }

  /**
   * Opens all of it, on this thread.
   *
   * @param blockedLoops told where a waiting job blocks its event loop
   * @param onUncaught told the island and the cause where something on Vert.x threw that nobody
   *     expected
   */
  static Premises open(
      WorkerOptions options,
      Handlers handlers,
      BlockedLoops blockedLoops,
      BiConsumer<String, Throwable> onUncaught)
      throws Exception {
    var premises = new Premises(options.eventLoops(), handlers, blockedLoops);
    Handler<Throwable> uncaught =
        cause -> onUncaught.accept(Thread.currentThread().getName(), cause);
    premises.waiting.exceptionHandler(uncaught);
    premises.computing.exceptionHandler(uncaught);
    try {
      var kitchenUrl = options.kitchenUrl().orElse(null);
      handlers.open(
          new HandlerSetup(
              premises.waiting,
              options.forHandlers(
                  kitchenUrl == null ? premises.ownKitchen(options.kitchenDelay()) : kitchenUrl)));
      return premises;
    } catch (Exception e) {
      premises.close();
      throw e;
    }
  }

  /** For waiting jobs, and what handlers need of Vert.x. */
  Vertx waiting() {
    return waiting;
  }

  /** For computing jobs: what cleaners have to say must not get in the way of those that wait. */
  Vertx computing() {
    return computing;
  }

  @Override
  public void close() {
    handlers.close();
    close(waiting);
    close(computing);
    if (kitchen != null) {
      close(kitchen);
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

  private String ownKitchen(Duration delay) throws Exception {
    var own = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    kitchen = own;
    var opened = await(Kitchen.start(own, KitchenOptions.onFreePort(delay)));
    log.atInfo()
        .addKeyValue("url", opened.url())
        .addKeyValue("delay", delay)
        .log("no --kitchen-url: a small kitchen of our own is open");
    return opened.url();
  }
}
