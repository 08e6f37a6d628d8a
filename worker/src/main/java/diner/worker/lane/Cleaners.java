package diner.worker.lane;

import diner.worker.lane.Cleaner.Step;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands steps to cleaners that are free, those of older jobs first. The event bus would deal steps
 * out in turns whatever the load; here a step waits for no busy cleaner while another idles. Owned
 * by the dispatcher's context. Invariant: a cleaner has at most one step.
 */
final class Cleaners {

  /** Work to be done on a cleaner, whose number it is told. */
  interface Work {
    @Nullable Object on(int cleaner) throws Exception;
  }

  private static final Logger log = LoggerFactory.getLogger(Cleaners.class);

  /** Work that looks at its cancel token as often as it should ends far sooner. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Context dispatcher;
  private final EventBus eventBus;
  private final DeliveryOptions localStep =
      new DeliveryOptions().setLocalOnly(true).setCodecName(new StepCodec().name());
  private final ArrayDeque<Cleaner> free = new ArrayDeque<>();
  private final Map<Cleaner, Waiting> busy = new HashMap<>();

  /** Since when cleaners work on what nobody waits for. */
  private final Map<Cleaner, Instant> stuck = new HashMap<>();

  private volatile int stuckNow; // for others to read
  private final PriorityQueue<Waiting> waiting =
      new PriorityQueue<>(
          Comparator.comparingLong(Waiting::job).thenComparingLong(Waiting::number));
  private long numbers;

  private Cleaners(Context dispatcher, int number) {
    this.dispatcher = dispatcher;
    this.eventBus = dispatcher.owner().eventBus();
    for (var i = 0; i < number; i++) {
      free.add(new Cleaner(i));
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
    waiting.add(new Waiting(job, numbers++, work, whenOver));
    hand();
  }

  /**
   * Nobody waits for this job any more. A cleaner that still works on it after a while is told of:
   * nothing can stop it, so it is taken until the work ends.
   *
   * @param name the job, for people
   */
  void giveUp(long job, String name) {
    var overdue = new ArrayList<Cleaner>();
    busy.forEach((cleaner, step) -> {
      if (step.job() == job) {
        overdue.add(cleaner);
      }
    });
    if (!overdue.isEmpty()) {
      var since = Instant.now();
      dispatcher
          .owner()
          .setTimer(
              PATIENCE.toMillis(),
              _ -> overdue.forEach(cleaner -> lookAfter(cleaner, job, name, since)));
    }
  }

  /** Cleaners that are taken by work that nobody waits for; any thread. */
  int stuck() {
    return stuckNow;
  }

  private void lookAfter(Cleaner cleaner, long job, String name, Instant since) {
    var step = busy.get(cleaner);
    if (step == null || step.job() != job) {
      return;
    }
    stuck.put(cleaner, since);
    stuckNow = stuck.size();
    log.atWarn()
        .addKeyValue("cleaner", cleaner.number())
        .addKeyValue("job", name)
        .addKeyValue("stuckCleaners", stuckNow)
        .log("a job goes on though its time is over: its cleaner is taken until it ends");
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
    free.addLast(cleaner);
  }

  private void hand() {
    while (!free.isEmpty() && !waiting.isEmpty()) {
      var cleaner = free.removeFirst();
      var next = waiting.remove();
      busy.put(cleaner, next);
      var step =
          new Step(
              () -> next.work().on(cleaner.number()),
              (result, error) ->
                  dispatcher.runOnContext(_ -> {
                    isBack(cleaner);
                    next.whenOver().accept(result, error);
                    hand();
                  }));
      eventBus.send(cleaner.address(), step, localStep);
    }
  }

  private record Waiting(
      long job,
      long number,
      Work work,
      BiConsumer<@Nullable Object, @Nullable Throwable> whenOver) {}
}
