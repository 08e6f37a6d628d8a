package diner.worker.observe;

import diner.worker.flow.Pulse;
import diner.worker.handler.Handlers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.time.InstantSource;

/** All that observes one worker, from its start to its end. */
public record Observation(Health health, Metrics metrics, BlockedLoops blockedLoops) {

  /**
   * For a worker with these handlers.
   *
   * @param revokeGrace how long intake may wait for jobs of a partition that is taken away
   */
  public static Observation of(Handlers handlers, Duration revokeGrace) {
    var metrics = new Metrics(handlers.kinds());
    var health = new Health(InstantSource.system(), handlers.kinds(), revokeGrace);
    metrics.watchReady(() -> health.whyNotReady().isEmpty());
    return new Observation(health, metrics, new BlockedLoops(handlers, metrics));
  }

  /**
   * Measures event loops, and serves what is known.
   *
   * @param measured whose loops are measured
   * @param serving where HTTP is answered: not on those loops, or one that stands still could not
   *     be told of
   */
  public Future<HttpServer> open(
      Vertx measured, int eventLoops, Vertx serving, WorkerHttp.Settings http) {
    return LoopDelay.measure(measured, eventLoops, metrics, health)
        .compose(_ -> WorkerHttp.open(serving, this, http));
  }

  /** Takes the pulse of a turn of intake; on its thread. */
  public void beat(Pulse pulse) {
    health.beat(pulse);
    metrics.beat(pulse);
  }
}
