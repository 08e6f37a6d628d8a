package diner.worker;

import diner.shared.cli.CommandFailure;
import diner.shared.cli.ExitCode;
import diner.shared.cli.KafkaAccess;
import diner.shared.cli.KafkaFailures;
import diner.shared.message.Json;
import diner.shared.message.Reply;
import diner.worker.answer.Answers;
import diner.worker.answer.ReplyTopics;
import diner.worker.flow.Bounds;
import diner.worker.handler.HandlerJars;
import diner.worker.handler.Handlers;
import diner.worker.intake.CommittedOffsets;
import diner.worker.intake.ConsumerSettings;
import diner.worker.intake.KindRule;
import diner.worker.intake.Mailbox;
import diner.worker.intake.Message;
import diner.worker.intake.PollLoop;
import diner.worker.lane.JobContexts;
import diner.worker.lane.JobReader;
import diner.worker.observe.Metrics;
import diner.worker.observe.Observation;
import diner.worker.publish.PublisherLoop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker, from start to stop: opens what the lanes stand on, waits for Kafka, opens the lanes,
 * then the publisher, then the intake that feeds them, and closes them the other way round. {@link
 * #run} belongs to one thread; {@link #stop} may be called by any.
 */
public final class Worker {

  private static final Logger log = LoggerFactory.getLogger(Worker.class);
  private static final Duration ISLAND_LIMIT = Duration.ofSeconds(3);
  private static final Duration ISLAND_LIMIT_AFTER_DEATH = Duration.ofMillis(200);

  private final WorkerOptions options;
  private final String name;
  private final AtomicBoolean dying = new AtomicBoolean();
  private volatile KafkaAccess access;
  private final CompletableFuture<Boolean> stop = new CompletableFuture<>();
  private final CompletableFuture<Integer> end = new CompletableFuture<>();

  Worker(WorkerOptions options) {
    this.options = options;
    this.access = new KafkaAccess(options.kafka(), List.of());
    this.name = options.name().orElseGet(WorkerName::ofThisProcess);
  }

  /** Asks the worker to finish what runs and to end; returns at once. */
  public void stop() {
    stop.complete(true);
  }

  /**
   * Works until it is told to stop, or an island dies.
   *
   * @return the exit code: 0 where all that ran could finish, 124 where the grace time was too
   *     short, 1 where an island died
   */
  public int run() throws Exception {
    var thread = Thread.currentThread();
    var ours = thread.getContextClassLoader();
    try (var jars = HandlerJars.open(options.handlersFolder())) {
      thread.setContextClassLoader(jars.loader()); // lanes and what else begins here take it over
      return run(jars.load());
    } finally {
      thread.setContextClassLoader(ours);
    }
  }

  private int run(Handlers handlers) throws Exception {
    var topics = options.jobTopics(handlers.kinds());
    var rules = options.kindRules(handlers);
    log.atInfo()
        .addKeyValue("name", name)
        .addKeyValue("bootstrapServers", options.kafka().bootstrapServers())
        .addKeyValue("kinds", handlers.kinds())
        .addKeyValue("topics", topics)
        .addKeyValue("delivery", options.delivery())
        .log("worker starts");
    var observation = Observation.of(handlers, options.limits().revokeGrace());
    try (var premises =
        Premises.open(options, handlers, observation.blockedLoops(), this::islandDied)) {
      Premises.await(
          observation.open(
              premises.waiting(), options.eventLoops(), premises.computing(), options.http()));
      access = new KafkaAccess(options.kafka(), WorkerRights.of(options, topics));
      return new TopicsAtStart(access, stop).await(options.topics().specificationsWith(topics))
          ? work(premises, handlers, topics, rules, observation)
          : ExitCode.OK;
    } finally {
      log.info("worker ends");
    }
  }

  private int work(
      Premises premises,
      Handlers handlers,
      List<String> topics,
      Function<String, KindRule> rules,
      Observation observation)
      throws Exception {
    var mailbox = new Mailbox();
    var admin = Admin.create(options.kafka().over(Map.of()));
    var replyTopics = options.replyTopics(topics);
    var answers = answers(replyTopics);
    var publisher =
        new PublisherLoop(
            Publishing.publisher(options, answers, observation.metrics()),
            (ended, took) -> {
              mailbox.post(new Message.BatchEnded(ended)); // first: others wait for it
              observation.metrics().batchEnded(ended, took);
            });
    var lanes =
        Lanes.open(
            premises,
            options,
            reader(handlers, replyTopics),
            new JobContexts(options.attemptLimits(), premises.waiting()),
            answers,
            outcomes -> mailbox.post(new Message.Ended(outcomes)));
    watch(observation, lanes);
    observation.metrics().watchClient(admin.metrics());
    var committed = new CommittedOffsets(admin, options.group(), mailbox);
    committed.warmUp();
    if (options.groupProtocol().equals("consumer")) {
      SessionTimeout.say(admin, options.group());
    }
    var surroundings = new PollLoop.Surroundings(lanes::start, publisher::publish, committed);
    var intake =
        new Joining(
            () ->
                new PollLoop(
                    consumer(observation.metrics()),
                    mailbox,
                    options.limits(),
                    rules,
                    surroundings,
                    options.instanceId().isPresent() && options.groupProtocol().equals("classic")),
            stop);

    var islands = new Islands(this::islandDied);
    islands.start("publisher", publisher::run);
    islands.start(
        "intake", () -> intakeEnded(intake.run(loop -> loop.run(topics, observation::beat))));
    var stopping = stop.thenRun(() -> mailbox.post(new Message.Stop(options.grace())));

    int code = end.get(); // as long as the worker lives
    stopping.cancel(false); // nobody reads the mailbox any more
    publisher.stop();
    islands.join(code == ExitCode.OK ? ISLAND_LIMIT : ISLAND_LIMIT_AFTER_DEATH);
    admin.close(Duration.ZERO);
    return code;
  }

  private void watch(Observation observation, Lanes lanes) {
    var computing = lanes.computing();
    var limits = options.limits();
    observation.health().watch(computing::stuckCleaners, options.cleaners());
    observation.blockedLoops().watch(lanes.waiting()::kindCalledOn);
    observation
        .metrics()
        .watchCleaners(computing::busyCleaners, computing::stuckCleaners, options.cleaners());
    observation.metrics().watch(new Bounds(limits.lanes(), limits.lookAhead(), limits.heldBytes()));
  }

  private Consumer<byte[], byte[]> consumer(Metrics metrics) {
    var consumer =
        new KafkaConsumer<byte[], byte[]>(
            ConsumerSettings.of(
                options.kafka(),
                options.group(),
                options.groupProtocol(),
                options.instanceId(),
                options.limits().revokeGrace()));
    metrics.watchClient(consumer.metrics());
    return consumer;
  }

  private void intakeEnded(boolean drained) {
    if (!drained) {
      log.atWarn()
          .addKeyValue("grace", options.grace())
          .log("grace time is over: what still ran will be done again by others");
    }
    end.complete(drained ? ExitCode.OK : ExitCode.TIMEOUT);
  }

  /** Told once: what dies afterwards dies of it, or of the end. */
  private void islandDied(String island, Throwable cause) {
    if (end.isDone() || !dying.compareAndSet(false, true)) {
      log.atDebug().addKeyValue("island", island).setCause(cause).log("died as the worker ended");
      return;
    }
    KafkaFailures.explainRefusal(cause, access)
        .map(CommandFailure::getMessage)
        .map(explanation -> log.atError().addKeyValue("cause", explanation))
        .orElseGet(() -> log.atError().setCause(cause))
        .addKeyValue("island", island)
        .log("died: the worker ends");
    end.complete(ExitCode.FAILURE);
  }

  private JobReader reader(Handlers handlers, ReplyTopics replyTopics) {
    return new JobReader(
        handlers,
        replyTopics,
        options.headerLimitBytes(),
        options.valueLimitBytes(),
        options.delayLimit(),
        options.maxAttempts());
  }

  private Answers answers(ReplyTopics replyTopics) {
    Json.prepare(Reply.class); // not at the first job, on the event loop
    return new Answers(
        new Answers.Policy(options.maxAttempts(), options.backoff(), options.replyLimitBytes()),
        options.topics(),
        replyTopics,
        name,
        options.group());
  }
}
