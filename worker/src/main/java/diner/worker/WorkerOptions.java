package diner.worker;

import diner.shared.cli.CommandFailure;
import diner.shared.cli.ConnectionOptions;
import diner.shared.cli.EnvironmentDefaults;
import diner.shared.cli.ExitCode;
import diner.shared.cli.GivenOnce;
import diner.shared.kafka.Alphabet;
import diner.shared.kafka.KafkaSettings;
import diner.shared.kafka.Topics;
import diner.shared.message.BurgersOrder;
import diner.shared.message.CleaningOrder;
import diner.worker.answer.Backoff;
import diner.worker.answer.ReplyTopics;
import diner.worker.flow.Lane;
import diner.worker.handler.Handlers;
import diner.worker.intake.KindRule;
import diner.worker.intake.Limits;
import diner.worker.intake.MapFormat;
import diner.worker.observe.WorkerHttp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The worker's options; a mixin, read only once it is parsed. */
final class WorkerOptions {

  private static final double COMPUTING_HEAP_SHARE = 0.4;

  /** What doubles may not outgrow its type. */
  private static final Duration LONGEST_BACKOFF_LIMIT = Duration.ofHours(24);

  /** It stands in every reply. */
  private static final int MAX_NAME_CHARS = 200;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec command;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  @Option(
      names = "--delivery",
      paramLabel = "MODE",
      defaultValue = "exactly-once",
      description =
          "exactly-once: reply and completion are one transaction. at-least-once: a job may be"
              + " answered again after a crash, for a lower latency (default: ${DEFAULT-VALUE}).")
  private String delivery = "exactly-once";

  @ArgGroup(validate = false, heading = "%nTopics and group:%n")
  private final TopicOptions topics = new TopicOptions();

  @ArgGroup(validate = false, heading = "%nHow much at once:%n")
  private final BoundOptions bounds = new BoundOptions();

  @ArgGroup(validate = false, heading = "%nJobs:%n")
  private final JobOptions jobs = new JobOptions();

  @ArgGroup(validate = false, heading = "%nHealth over HTTP:%n")
  private final HttpOptions http = new HttpOptions();

  @ArgGroup(validate = false, heading = "%nStopping:%n")
  private final StopOptions stopping = new StopOptions();

  /** Reads options outside the command line, as the command does. */
  static WorkerOptions parse(Map<String, String> environment, List<String> arguments) {
    var options = new WorkerOptions();
    var command = CommandSpec.create().name("worker");
    command.addMixin("options", CommandSpec.forAnnotatedObject(options));
    new CommandLine(command)
        .setDefaultValueProvider(new EnvironmentDefaults("WORKER", environment))
        .parseArgs(arguments.toArray(String[]::new));
    return options;
  }

  /** Refuses what can't be meant, before anything starts. */
  void validate() {
    GivenOnce.check(commandLine());
    if (!Set.of("exactly-once", "at-least-once").contains(delivery)) {
      throw wrong("--delivery must be exactly-once or at-least-once, was '" + delivery + "'");
    }
    if (!Set.of("classic", "consumer").contains(topics.protocol)) {
      throw wrong("--group-protocol must be classic or consumer, was '" + topics.protocol + "'");
    }
    for (var name : topics.replyNames) {
      if (!ReplyTopics.isPattern(name)) {
        throw wrong(
            "--reply-topics must be names of topics, * for any characters, was '" + name + "'");
      }
      if (ReplyTopics.isInternal(name)) {
        throw wrong("--reply-topics must not be internal topics of Kafka, was '" + name + "'");
      }
    }
    if (topics.name != null && topics.name.length() > MAX_NAME_CHARS) {
      throw wrong(
          "--name must have at most %d characters, had %d"
              .formatted(MAX_NAME_CHARS, topics.name.length()));
    }
    if (http.port < 0 || http.port > 65_535) {
      throw wrong("--http-port must be 0 to 65535, was " + http.port);
    }
    if (http.connections < 1) {
      throw wrong("--http-connections must be at least 1, was " + http.connections);
    }
    atLeastOne("--waiting-limit", bounds.waitingLimit);
    atLeastOne("--event-loops", bounds.eventLoops);
    atLeastOne("--cleaners", bounds.cleaners);
    atLeastOne("--look-ahead", bounds.lookAhead);
    atLeastOne("--batch-limit", bounds.batchLimit);
    if (bounds.batchBytes < 1 || bounds.heldBytes < 0) {
      throw wrong(
          "--batch-bytes must be at least 1 and --held-bytes at least 0, were %d and %d"
              .formatted(bounds.batchBytes, bounds.heldBytes));
    }
    atLeast(256, "--metadata-limit", bounds.metadataLimit);
    atLeastOne("--max-attempts", jobs.maxAttempts);
    if (jobs.backoff.isZero()
        || jobs.backoff.compareTo(jobs.backoffLimit) > 0
        || jobs.backoffLimit.compareTo(LONGEST_BACKOFF_LIMIT) > 0) {
      throw wrong(
          "--backoff must be at least 1ms and at most --backoff-limit, which must be at most 24h,"
              + " were %d and %d ms"
                  .formatted(jobs.backoff.toMillis(), jobs.backoffLimit.toMillis()));
    }
    atLeastOne("--header-limit", jobs.headerLimit);
    atLeastOne("--value-limit", jobs.valueLimit);
    atLeastOne("--reply-limit", jobs.replyLimit);
    kindOptions();
  }

  String delivery() {
    return delivery;
  }

  boolean isExactlyOnce() {
    return delivery.equals("exactly-once");
  }

  KafkaSettings kafka() {
    return connection.settings();
  }

  Topics topics() {
    return new Topics(topics.prefix);
  }

  /**
   * The topics that this worker takes jobs from: those that were named, else those of its kinds.
   *
   * @throws CommandFailure where one is also its own for answers, which would come back as jobs
   */
  List<String> jobTopics(Collection<String> kinds) {
    for (var kind : kinds) {
      if (isForAnswers(topics().jobs(kind))) {
        throw wrongTopic("kind '" + kind + "' has", topics().jobs(kind), "a kind of another name");
      }
    }
    for (var name : topics.names) {
      if (isForAnswers(name)) {
        throw wrongTopic("--topics names", name, "topics that hold jobs");
      }
    }
    return topics.names.isEmpty()
        ? kinds.stream().map(topics()::jobs).toList()
        : List.copyOf(topics.names);
  }

  /**
   * Where replies may go.
   *
   * @param jobTopics the topics that this worker takes jobs from
   */
  ReplyTopics replyTopics(List<String> jobTopics) {
    var own = topics();
    var forbidden = new HashSet<>(jobTopics);
    forbidden.add(own.deadLetters());
    return new ReplyTopics(
        own.replies(),
        topics.replyNames.isEmpty() ? List.of(own.jobs("*")) : topics.replyNames,
        forbidden);
  }

  String group() {
    return topics.group;
  }

  String groupProtocol() {
    return topics.protocol;
  }

  Optional<String> instanceId() {
    return Optional.ofNullable(topics.instanceId);
  }

  Optional<String> name() {
    return Optional.ofNullable(topics.name);
  }

  int cleaners() {
    return bounds.cleaners;
  }

  int eventLoops() {
    return bounds.eventLoops;
  }

  @Nullable Path handlersFolder() {
    return jobs.handlers;
  }

  Optional<String> kitchenUrl() {
    return Optional.ofNullable(jobs.kitchenUrl);
  }

  Duration kitchenDelay() {
    return jobs.kitchenDelay;
  }

  Map<String, Duration> attemptLimits() {
    return Map.of(BurgersOrder.KIND, jobs.burgersTimeout, CleaningOrder.KIND, jobs.cleaningTimeout);
  }

  int maxAttempts() {
    return jobs.maxAttempts;
  }

  Duration delayLimit() {
    return jobs.delayLimit;
  }

  Backoff backoff() {
    return new Backoff(jobs.backoff, jobs.backoffLimit);
  }

  int headerLimitBytes() {
    return jobs.headerLimit;
  }

  int valueLimitBytes() {
    return jobs.valueLimit;
  }

  int replyLimitBytes() {
    return jobs.replyLimit;
  }

  WorkerHttp.Settings http() {
    return new WorkerHttp.Settings(http.host, http.port, http.connections);
  }

  Duration grace() {
    return stopping.grace;
  }

  /** The bounds of intake; bytes in proportion to the heap. */
  Limits limits() {
    var computing = bounds.computingLimit > 0 ? bounds.computingLimit : 2 * bounds.cleaners;
    var heapBytes = Runtime.getRuntime().maxMemory();
    return new Limits(
        Map.of(Lane.WAITING, bounds.waitingLimit, Lane.COMPUTING, computing),
        bounds.lookAhead,
        bounds.heldBytes > 0 ? bounds.heldBytes : Math.min(64L << 20, heapBytes / 4),
        bounds.batchLimit,
        bounds.batchBytes,
        stopping.revokeGrace,
        jobs.delayLimit,
        new MapFormat(Alphabet.CHARS_15, bounds.metadataLimit, jobs.maxAttempts));
  }

  /**
   * How jobs of each kind may start.
   *
   * @throws CommandFailure where an option names a kind that no handler is for
   */
  Function<String, KindRule> kindRules(Handlers handlers) {
    return kindOptions().rules(handlers);
  }

  /** What computing jobs may use of the heap; the rest is for all that is in flight. */
  long computingHeapBytes() {
    return (long) (COMPUTING_HEAP_SHARE * Runtime.getRuntime().maxMemory());
  }

  /** Settings by option name without the dashes, for handlers; and the heap for computing jobs. */
  Map<String, String> forHandlers(String kitchenUrl) {
    var all = new HashMap<String, String>();
    all.put("kitchen-url", kitchenUrl);
    all.put("waiting-limit", Integer.toString(bounds.waitingLimit));
    all.put("event-loops", Integer.toString(bounds.eventLoops));
    all.put("cleaners", Integer.toString(bounds.cleaners));
    all.put("computing-heap-bytes", Long.toString(computingHeapBytes()));
    return all;
  }

  private boolean isForAnswers(String topic) {
    return topic.equals(topics().replies()) || topic.equals(topics().deadLetters());
  }

  private static CommandFailure wrongTopic(String who, String topic, String expected) {
    return CommandFailure.of(
        "worker: %s the topic '%s', which is for this worker's own answers; expected %s"
            .formatted(who, topic, expected),
        ExitCode.USAGE,
        null);
  }

  private KindOptions kindOptions() {
    try {
      return KindOptions.parse(bounds.limits, bounds.rates);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private void atLeastOne(String option, int value) {
    atLeast(1, option, value);
  }

  private void atLeast(int least, String option, int value) {
    if (value < least) {
      throw wrong("%s must be at least %d, was %d".formatted(option, least, value));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(commandLine(), message);
  }

  private CommandLine commandLine() {
    return command.commandLine();
  }
}
