package diner.worker.observe;

import io.micrometer.core.instrument.Timer;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/**
 * Measures how late the timers of one event loop run, with a timer of its own: what an answer that
 * has come in the meantime has to wait, too. Owned by its loop.
 */
final class LoopDelay implements Deployable {

  /**
   * Nothing that holds the loop for as long is missed. Half of it would cost twice the wake-ups of
   * a loop that has nothing to do, and tell no more of delays that matter.
   */
  private static final long PERIOD_MILLIS = 20;

  private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS);

  private final Metrics metrics;
  private final Health health;

  private LoopDelay(Metrics metrics, Health health) {
    this.metrics = metrics;
    this.health = health;
  }

  /** Measures each of so many event loops, all that this Vert.x has. */
  static Future<?> measure(Vertx vertx, int eventLoops, Metrics metrics, Health health) {
    return vertx.deployVerticle(
        () -> new LoopDelay(metrics, health), new DeploymentOptions().setInstances(eventLoops));
  }

  @Override
  public Future<?> deploy(Context context) {
    var loop = Thread.currentThread().getName();
    next(context.owner(), loop, metrics.eventLoopDelay(loop));
    return Future.succeededFuture();
  }

  private void next(Vertx vertx, String loop, Timer delays) {
    health.loopTurned(loop);
    var due = System.nanoTime() + PERIOD_NANOS;
    vertx.setTimer(
        PERIOD_MILLIS,
        _ -> {
          record(delays, System.nanoTime() - due);
          next(vertx, loop, delays);
        });
  }

  /**
   * Records this delay, and those of the timers that would have been due meanwhile: one long block
   * must not count as little as one timer that came on time.
   */
  static void record(Timer delays, long nanos) {
    delays.record(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    for (var later = nanos - PERIOD_NANOS; later > 0; later -= PERIOD_NANOS) {
      delays.record(later, TimeUnit.NANOSECONDS);
    }
  }
}
