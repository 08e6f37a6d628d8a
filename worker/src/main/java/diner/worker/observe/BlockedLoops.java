package diner.worker.observe;

import diner.worker.handler.Handlers;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.threadchecker.BlockedThreadEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names the kind that holds up an event loop, and counts how often, in place of the stack traces
 * that Vert.x would log. Owned by the checker's thread of one Vert.x. The only class that uses
 * Vert.x's internal packages: it offers no other way to be told.
 */
public final class BlockedLoops {

  private static final Logger log = LoggerFactory.getLogger(BlockedLoops.class);

  /** How long one piece of work may hold an event loop, and how often that is looked at. */
  private static final Duration LIMIT = Duration.ofMillis(100);

  private static final String A_HANDLERS =
      "a handler blocks its event loop, and so all jobs there: make it an awaiting or a computing one";
  private static final String NOBODYS = "an event loop is blocked, and all jobs there wait";
  private static final long SAID_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final KindOfCode code;
  private final Metrics metrics;
  private volatile @Nullable Function<Thread, Optional<String>> called;

  private final Map<Thread, Seen> lastSeen = new HashMap<>();

  private final Map<String, Said> said = new HashMap<>();

  /**
   * @param atNanos when a loop was last found blocked, and by whom
   */
  private record Seen(long atNanos, String kind) {}

  /**
   * @param atNanos when the last line on a kind was written
   * @param leftOut the blocks that had none since then
   */
  private record Said(long atNanos, int leftOut) {}

  BlockedLoops(Handlers handlers, Metrics metrics) {
    this.code = new KindOfCode(handlers);
    this.metrics = metrics;
  }

  /** A Vert.x that is strict with its event loops, and tells this. */
  public Vertx open(VertxOptions options) {
    var vertx =
        Vertx.vertx(
            options
                .setBlockedThreadCheckInterval(LIMIT.toMillis())
                .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS)
                .setMaxEventLoopExecuteTime(LIMIT.toMillis())
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS));
    ((VertxInternal) vertx).blockedThreadChecker().setThreadBlockedHandler(this::onBlocked);
    return vertx;
  }

  /**
   * Begins to tell. What blocks a loop before that, as a start does while Java loads its classes,
   * keeps no job waiting.
   *
   * @param called the kind whose handler is being called on a thread, for where the frames do not
   *     tell; asked by the checker's thread
   */
  public void watch(Function<Thread, Optional<String>> called) {
    this.called = called;
  }

  private void onBlocked(BlockedThreadEvent event) {
    if (event.maxExecTime() <= LIMIT.toNanos()) { // others are worker threads, which may block
      onBlocked(
          event.thread(), event.thread().getStackTrace(), event.duration(), System.nanoTime());
    }
  }

  /**
   * The checker tells of a block anew as long as it lasts; it counts once, or once for each kind
   * that is found at it: a loop may start jobs of several kinds in one go.
   *
   * @param blockedNanos for how long so far
   */
  void onBlocked(Thread loop, StackTraceElement[] frames, long blockedNanos, long nowNanos) {
    var calledNow = called;
    if (calledNow == null) {
      return;
    }
    var kind = code.find(frames).or(() -> calledNow.apply(loop)).orElse(Metrics.UNKNOWN_KIND);
    var seen = lastSeen.put(loop, new Seen(nowNanos, kind));
    var isNew =
        seen == null || !seen.kind().equals(kind) || nowNanos - blockedNanos > seen.atNanos();
    if (isNew) {
      metrics.eventLoopBlocked(kind);
    }
    var before = said.get(kind);
    if (before != null && nowNanos - before.atNanos() < SAID_EVERY_NANOS) {
      said.put(kind, new Said(before.atNanos(), before.leftOut() + (isNew ? 1 : 0)));
      return;
    }
    said.put(kind, new Said(nowNanos, 0));
    log.atWarn()
        .addKeyValue("kind", kind)
        .addKeyValue("blockedForMillis", TimeUnit.NANOSECONDS.toMillis(blockedNanos))
        .addKeyValue("at", code.place(frames, kind))
        .addKeyValue("loop", loop.getName())
        .addKeyValue("leftOut", before == null ? 0 : before.leftOut())
        .log(kind.equals(Metrics.UNKNOWN_KIND) ? NOBODYS : A_HANDLERS);
  }
}
