package diner.worker.handler.burgers;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts requests through to the kitchen: holds the line in use, and finds out what the kitchen
 * offers before the first order, and again when connections fail, since another kitchen may be
 * there when they come back. One Vert.x context owns the search; the line is read by all.
 */
final class Exchange {

  private static final Logger log = LoggerFactory.getLogger(Exchange.class);

  /** How long doubts are gathered before a search. */
  private static final Duration DOUBT_PAUSE = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final KitchenAddress kitchen;
  private final int waitingLimit;
  private final Context owner;

  private volatile @Nullable Line line;
  private final AtomicBoolean isInDoubt = new AtomicBoolean();

  // owned by the owner context
  private @Nullable Future<Line> search;
  private boolean isAway;
  private boolean isClosed;

  Exchange(Vertx vertx, KitchenAddress kitchen, int waitingLimit) {
    this.vertx = vertx;
    this.kitchen = kitchen;
    this.waitingLimit = waitingLimit;
    this.owner = vertx.getOrCreateContext();
  }

  /** The line in use; null until the kitchen was reached once. */
  @Nullable Line line() {
    return line;
  }

  /**
   * The line, as soon as the kitchen is reached; completes on a thread of Vert.x's, within {@link
   * Probe#LIMIT}, or fails with a transient fault.
   */
  Future<Line> lineSoon() {
    var soon = Promise.<Line>promise();
    owner.runOnContext(now -> {
      var found = line;
      (found == null ? search() : Future.succeededFuture(found)).onComplete(soon);
    });
    return soon.future();
  }

  /**
   * Told of a connection that failed or was closed: looks whether the kitchen is still what it was,
   * a second later, once for all doubts of that second. From any thread.
   */
  void doubt() {
    if (isInDoubt.compareAndSet(false, true)) {
      vertx.setTimer(DOUBT_PAUSE.toMillis(), fired -> owner.runOnContext(now -> resolveDoubt()));
    }
  }

  private void resolveDoubt() {
    isInDoubt.set(false);
    if (!isClosed) {
      search();
    }
  }

  Future<Void> close() {
    var closed = Promise.<Void>promise();
    owner.runOnContext(now -> {
      isClosed = true;
      var last = line;
      (last == null ? Future.<Void>succeededFuture() : last.close()).onComplete(closed);
    });
    return closed.future();
  }

  /** One search at a time; who comes meanwhile gets its result. */
  private Future<Line> search() {
    if (search != null) {
      return search;
    }
    var begun = Probe.ask(vertx, kitchen).map(this::use).recover(this::miss);
    search = begun;
    return begun.onComplete(ended -> search = null);
  }

  private Line use(Offer offer) {
    var before = line;
    if (isAway || before == null || !before.fits(offer)) {
      isAway = false;
      log.atInfo().addKeyValue("kitchen", kitchen).addKeyValue("offer", offer).log("kitchen found");
    }
    if (before != null && (before.fits(offer) || isClosed)) {
      return before;
    }
    var next =
        switch (offer) {
          case Offer.Http2 http2 -> new MultiplexedLine(vertx, http2, waitingLimit, this::doubt);
          case Offer.Http1() -> pooled(Descriptors.ofThisProcess());
        };
    line = next;
    if (before != null) {
      before.close().onFailure(fault -> log.warn("could not close the former connections", fault));
    }
    return next;
  }

  private Line pooled(Descriptors descriptors) {
    var connections = descriptors.connections(waitingLimit);
    if (connections < waitingLimit) {
      log.atWarn()
          .addKeyValue("kitchen", kitchen)
          .addKeyValue("connections", connections)
          .addKeyValue("waitingLimit", waitingLimit)
          .addKeyValue("descriptorLimit", descriptors.limit())
          .log(
              "the kitchen speaks HTTP/1.1, a connection for each burgers job, and the limit on open"
                  + " files allows fewer than --waiting-limit: further jobs queue for a connection;"
                  + " raise it (ulimit -n), lower --waiting-limit, or offer HTTP/2");
    }
    return new PooledLine(vertx, connections, waitingLimit, this::doubt);
  }

  private Future<Line> miss(Throwable fault) {
    if (!isAway) {
      isAway = true;
      log.atWarn()
          .addKeyValue("kitchen", kitchen)
          .addKeyValue("cause", fault.getMessage())
          .log("kitchen not reached: burgers jobs are tried again until it is there");
    }
    return Future.failedFuture(
        Faults.unreachable("%s not reached: %s".formatted(kitchen, fault.getMessage()), fault));
  }
}
