package diner.worker.observe;

import diner.worker.handler.Handlers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.time.InstantSource;

/** All that observes one worker, from its start to its end. */
public record Observation(Health health, Metrics metrics, BlockedLoops blockedLoops) {

  /** For a worker with these handlers. */
  public static Observation of(Handlers handlers) {
    var metrics = new Metrics(handlers.kinds());
    return new Observation(
        new Health(InstantSource.system(), handlers.kinds()),
        metrics,
        new BlockedLoops(handlers, metrics));
  }

  /** Measures these event loops, and serves what is known on one of them. */
  public Future<HttpServer> open(Vertx vertx, int eventLoops, WorkerHttp.Settings http) {
    return LoopDelay.measure(vertx, eventLoops, metrics)
        .compose(_ -> WorkerHttp.open(vertx, this, http));
  }
}
