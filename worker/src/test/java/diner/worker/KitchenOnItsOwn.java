package diner.worker;

import diner.worker.kitchen.Kitchen;
import diner.worker.kitchen.KitchenOptions;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A kitchen beside the worker, for tests in which it misbehaves. */
record KitchenOnItsOwn(Vertx vertx, Kitchen kitchen) implements AutoCloseable {

  static KitchenOnItsOwn failing(double share) throws Exception {
    return start(KitchenOptions.onFreePort(Duration.ofMillis(5)).failing(share));
  }

  /** Takes 3 s for each order. */
  static KitchenOnItsOwn slow() throws Exception {
    return taking(Duration.ofSeconds(3));
  }

  /** Takes so long for each order. */
  static KitchenOnItsOwn taking(Duration delay) throws Exception {
    return start(KitchenOptions.onFreePort(delay));
  }

  /** Takes orders and never answers. */
  static KitchenOnItsOwn stalled() throws Exception {
    return start(KitchenOptions.onFreePort(Duration.ZERO).stalled());
  }

  /** The same, a connection for each order. */
  static KitchenOnItsOwn stalledHttp1() throws Exception {
    return start(KitchenOptions.onFreePort(Duration.ZERO).stalled().http1Only());
  }

  private static KitchenOnItsOwn start(KitchenOptions options) throws Exception {
    var vertx = Vertx.vertx();
    return new KitchenOnItsOwn(vertx, Premises.await(Kitchen.start(vertx, options)));
  }

  int ordersInWork() {
    return kitchen.ordersInWork();
  }

  int mostOrdersInWork() {
    return kitchen.mostOrdersInWork();
  }

  String url() {
    return kitchen.url();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
