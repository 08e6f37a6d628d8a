package diner.worker.lane;

import diner.worker.lane.Cleaner.Step;
import diner.worker.lane.Cleaner.Work;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands steps to cleaners that are free, those of older jobs first, and lays one ready for each
 * that is busy. The event bus would deal steps out in turns whatever the load; here a step waits
 * for no busy cleaner while another idles: then it is taken back. Owned by the dispatcher's
 * context. Invariant: a cleaner has at most one step that it does and one to go on with.
 */
final class Cleaners {

  private static final Logger log = LoggerFactory.getLogger(Cleaners.class);

  /** Work that looks at its cancel token as often as it should ends far sooner. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /**
   * To go on at once gains some 0.4 ms: nothing for a step this long, which may take far longer.
   */
  private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final Comparator<Step> OLDER =
      Comparator.comparingLong(Step::job).thenComparingLong(Step::number);

  private final Context dispatcher;
  private final EventBus eventBus;
  private final DeliveryOptions localStep =
      new DeliveryOptions().setLocalOnly(true).setCodecName(new StepCodec().name());
  private final ArrayDeque<Cleaner> free = new ArrayDeque<>();
  private final Map<Cleaner, Busy> busy = new HashMap<>();

  /** Since when cleaners work on what nobody waits for. */
  private final Map<Cleaner, Instant> stuck = new HashMap<>();

  // for others to read
  private volatile int stuckNow;
  private volatile int busyNow;

  private final PriorityQueue<Step> waiting = new PriorityQueue<>(OLDER);
  private final PriorityQueue<Step> waitingParts = new PriorityQueue<>(OLDER);
  private long numbers;

  private Cleaners(Context dispatcher, int number) {
    this.dispatcher = dispatcher;
    this.eventBus = dispatcher.owner().eventBus();
    for (var i = 0; i < number; i++) {
      free.add(Cleaner.of(i, this::over));
    }
  }

  /** Deploys so many cleaners, each with a thread of its own. */
  static Future<Cleaners> deploy(Vertx vertx, Context dispatcher, int number) {
    vertx.eventBus().registerCodec(new StepCodec());
    var cleaners = new Cleaners(dispatcher, number);
    var options =
        new DeploymentOptions()
            .setThreadingModel(ThreadingModel.WORKER)
            .setWorkerPoolName("cleaner")
            .setWorkerPoolSize(number)
            .setMaxWorkerExecuteTime(Long.MAX_VALUE) // a step may take long: giveUp looks after it
            .setMaxWorkerExecuteTimeUnit(TimeUnit.NANOSECONDS);
    var deployments = new ArrayList<Future<?>>();
    for (var cleaner : cleaners.free) {
      deployments.add(vertx.deployVerticle(cleaner, options));
    }
    return Future.all(deployments).map(cleaners);
  }

  /**
   * Has a step done as soon as a cleaner is free.
   *
   * @param job the number of its job; steps of lower ones go first
   * @param whenOver called on the dispatcher's context with the result or the error
   */
  void run(long job, Work work, BiConsumer<@Nullable Object, @Nullable Throwable> whenOver) {
    waiting.add(new Step(job, numbers++, work, whenOver));
    hand();
  }

  /**
   * The same for a part of a job that has begun. It may lie ready for a busy cleaner; a step with
   * which a job begins may not, since its time would run while the parts of older ones are done.
   */
  void runPart(long job, Work work, BiConsumer<@Nullable Object, @Nullable Throwable> whenOver) {
    waitingParts.add(new Step(job, numbers++, work, whenOver));
    hand();
  }

  /**
   * Nobody waits for this job any more. A cleaner that still works on it after a while is told of:
   * nothing can stop it, so it is taken until the work ends.
   *
   * @param name the job, for people
   */
  void giveUp(long job, String name) {
    var overdue = new HashMap<Cleaner, Busy>();
    busy.forEach((cleaner, work) -> {
      if (work.step().job() == job) {
        overdue.put(cleaner, work);
      }
    });
    if (!overdue.isEmpty()) {
      var since = Instant.now();
      dispatcher
          .owner()
          .setTimer(
              PATIENCE.toMillis(),
              _ -> overdue.forEach((cleaner, work) -> lookAfter(cleaner, work, name, since)));
    }
  }

  /** Cleaners that are taken by work that nobody waits for; any thread. */
  int stuck() {
    return stuckNow;
  }

  /** Cleaners that work, those included; any thread. */
  int busy() {
    return busyNow;
  }

  private void lookAfter(Cleaner cleaner, Busy work, String name, Instant since) {
    var now = busy.get(cleaner);
    if (now == null || now.step().number() != work.step().number()) {
      return; // it is free, or has gone on to something else
    }
    stuck.put(cleaner, since);
    stuckNow = stuck.size();
    log.atWarn()
        .addKeyValue("cleaner", cleaner.number())
        .addKeyValue("job", name)
        .addKeyValue("stuckCleaners", stuckNow)
        .log("a job goes on though its time is over: its cleaner is taken until it ends");
  }

  /** Called by a cleaner, on its thread. */
  private void over(
      Cleaner cleaner,
      Step step,
      @Nullable Object result,
      @Nullable Throwable error,
      @Nullable Step following) {
    dispatcher.runOnContext(_ -> {
      isBack(cleaner);
      if (following == null) {
        isFree(cleaner);
      } else {
        busy.put(cleaner, Busy.with(following));
      }
      step.whenOver().accept(result, error);
      hand();
    });
  }

  private void isBack(Cleaner cleaner) {
    busy.remove(cleaner);
    var since = stuck.remove(cleaner);
    if (since != null) {
      stuckNow = stuck.size();
      log.atInfo()
          .addKeyValue("cleaner", cleaner.number())
          .addKeyValue("stuckFor", Duration.between(since, Instant.now()))
          .log("a cleaner that was taken by a job beyond its time is free again");
    }
  }

  private void isFree(Cleaner cleaner) {
    putBack(cleaner.next().getAndSet(null)); // laid there after it had looked
    free.addLast(cleaner);
  }

  private void hand() {
    handToFree();
    if (free.isEmpty()) {
      busy.keySet().forEach(this::layReady);
    }
    busyNow = busy.size();
  }

  private void handToFree() {
    while (!free.isEmpty()) {
      var part = takePart(_ -> true);
      var step = part;
      if (isOlder(waiting.peek(), part)) {
        step = waiting.remove();
        putBack(part);
      }
      if (step == null) {
        return;
      }
      var cleaner = free.removeFirst();
      busy.put(cleaner, Busy.with(step));
      eventBus.send(cleaner.address(), step, localStep);
    }
  }

  /** Has a busy cleaner go on with the oldest part, unless something else is older still. */
  private void layReady(Cleaner cleaner) {
    if (cleaner.next().get() != null || isLong(cleaner)) {
      return;
    }
    var part = takePart(this::isLong);
    if (part == null || isOlder(waiting.peek(), part)) {
      putBack(part);
    } else {
      cleaner.next().set(part);
    }
  }

  /** The oldest of the parts that wait, and of those that lie ready for such cleaners. */
  private @Nullable Step takePart(Predicate<Cleaner> whose) {
    while (true) {
      var oldest = waitingParts.peek();
      @Nullable Cleaner holder = null;
      for (var cleaner : busy.keySet()) {
        var laid = cleaner.next().get();
        if (isOlder(laid, oldest) && whose.test(cleaner)) {
          oldest = laid;
          holder = cleaner;
        }
      }
      if (holder == null) {
        return waitingParts.poll();
      }
      if (holder.next().compareAndSet(oldest, null)) {
        return oldest;
      } // else its cleaner has taken it meanwhile
    }
  }

  private void putBack(@Nullable Step part) {
    if (part != null) {
      waitingParts.add(part);
    }
  }

  /** Whether there is the one, and it is older than the other or there is no other. */
  private static boolean isOlder(@Nullable Step one, @Nullable Step other) {
    return one != null && (other == null || OLDER.compare(one, other) < 0);
  }

  private boolean isLong(Cleaner cleaner) {
    var work = busy.get(cleaner);
    return work != null && System.nanoTime() - work.since() > LONG_NANOS;
  }

  /**
   * @param since {@link System#nanoTime} of when the dispatcher heard of it
   */
  private record Busy(Step step, long since) {
    static Busy with(Step step) {
      return new Busy(step, System.nanoTime());
    }
  }
}
