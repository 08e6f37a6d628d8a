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
      var loop = event.thread();
      onBlocked(new Block(loop, loop.getStackTrace(), event.duration(), System.nanoTime()));
    }
  }

  /**
   * The checker tells of a block anew as long as it lasts; it counts once, or once for each kind
   * that is found at it: a loop may start jobs of several kinds in one go.
   */
  void onBlocked(Block block) {
    var calledNow = called;
    if (calledNow == null) {
      return;
    }
    var kindSoFar =
        Optional.ofNullable(lastSeen.get(block.loop()))
            .filter(seen -> block.beganAt() - seen.atNanos() <= 0)
            .map(Seen::kind);
    var kind =
        code.find(block.frames())
            .or(() -> calledNow.apply(block.loop()))
            .or(() -> kindSoFar) // its call may have ended a moment ago
            .orElse(Metrics.UNKNOWN_KIND);
    lastSeen.put(block.loop(), new Seen(block.nowNanos(), kind));
    var isNew = !kindSoFar.equals(Optional.of(kind));
    if (isNew) {
      metrics.eventLoopBlocked(kind);
    }
    var last = said.get(kind);
    if (last != null && block.nowNanos() - last.atNanos() < SAID_EVERY_NANOS) {
      said.put(kind, new Said(last.atNanos(), last.leftOut() + (isNew ? 1 : 0)));
    } else {
      said.put(kind, new Said(block.nowNanos(), 0));
      say(kind, block, last == null ? 0 : last.leftOut());
    }
  }

  private void say(String kind, Block block, int leftOut) {
    log.atWarn()
        .addKeyValue("kind", kind)
        .addKeyValue("blockedForMillis", TimeUnit.NANOSECONDS.toMillis(block.blockedNanos()))
        .addKeyValue("at", code.place(block.frames(), kind))
        .addKeyValue("loop", block.loop().getName())
        .addKeyValue("leftOut", leftOut)
        .log(kind.equals(Metrics.UNKNOWN_KIND) ? NOBODYS : A_HANDLERS);
  }

  /**
   * A loop that is found blocked.
   *
   * @param blockedNanos for how long so far
   * @param nowNanos of {@link System#nanoTime}
   */
  record Block(Thread loop, StackTraceElement[] frames, long blockedNanos, long nowNanos) {

    private long beganAt() {
      return nowNanos - blockedNanos;
    }
  }

  /**
   * @param atNanos when a loop was last found blocked, and by whom
   */
  private record Seen(long atNanos, String kind) {}

  /**
   * @param atNanos when the last line on a kind was written
   * @param leftOut the blocks that had none since then
   */
  private record Said(long atNanos, int leftOut) {}
}
