package diner.worker;

import diner.shared.cli.ConnectionOptions;
import diner.shared.cli.DurationConverter;
import diner.shared.cli.EnvironmentDefaults;
import diner.shared.kafka.KafkaSettings;
import diner.shared.kafka.Topics;
import diner.shared.message.BurgersOrder;
import diner.shared.message.CleaningOrder;
import diner.worker.flow.Lane;
import diner.worker.intake.Limits;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec command;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  @Option(
      names = "--delivery",
      paramLabel = "MODE",
      defaultValue = "at-least-once",
      description =
          "at-least-once: a job may be answered again after a crash (default). exactly-once is not"
              + " there yet.")
  private String delivery = "at-least-once";

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

  private static final class TopicOptions {
    @Option(
        names = "--topics",
        paramLabel = "TOPIC",
        split = ",",
        description = "Topics to take jobs from (default: the topic of every kind).")
    private List<String> names = List.of();

    @Option(
        names = "--topic-prefix",
        paramLabel = "PREFIX",
        defaultValue = Topics.DEFAULT_PREFIX,
        description = "What the topics' names begin with (default: ${DEFAULT-VALUE}).")
    private String prefix = Topics.DEFAULT_PREFIX;

    @Option(
        names = "--group",
        paramLabel = "GROUP",
        defaultValue = "workers",
        description = "Consumer group; its workers share the partitions (default: workers).")
    private String group = "workers";

    @Option(
        names = "--group-protocol",
        paramLabel = "PROTOCOL",
        defaultValue = "classic",
        description =
            "classic: others take over after 10 s. consumer (KIP-848): after the broker's session"
                + " time-out, 45 s on a stock broker (default: ${DEFAULT-VALUE}).")
    private String protocol = "classic";

    @Option(
        names = "--instance-id",
        paramLabel = "ID",
        description = "Static membership: this worker keeps its partitions over a restart.")
    private @Nullable String instanceId;

    @Option(
        names = "--name",
        paramLabel = "NAME",
        description = "This worker's name in replies (default: host name and process id).")
    private @Nullable String name;
  }

  private static final class BoundOptions {
    @Option(
        names = "--waiting-limit",
        paramLabel = "N",
        defaultValue = "10000",
        description = "Waiting jobs in flight (default: ${DEFAULT-VALUE}).")
    private int waitingLimit;

    @Option(
        names = "--event-loops",
        paramLabel = "N",
        defaultValue = "1",
        description = "Event loops for waiting jobs (default: ${DEFAULT-VALUE}).")
    private int eventLoops;

    @Option(
        names = "--cleaners",
        paramLabel = "N",
        description = "Cleaners, which compute (default: number of processors).")
    private int cleaners = Runtime.getRuntime().availableProcessors();

    @Option(
        names = "--computing-limit",
        paramLabel = "N",
        defaultValue = "0",
        description = "Computing jobs in work; 0: twice the cleaners (default).")
    private int computingLimit;

    @Option(
        names = "--look-ahead",
        paramLabel = "N",
        defaultValue = "20000",
        description =
            "Open jobs of a partition, after which it is paused (default: ${DEFAULT-VALUE}).")
    private int lookAhead;
  }

  private static final class JobOptions {
    @Option(
        names = "--kitchen-url",
        paramLabel = "URL",
        description = "Kitchen that burgers come from (env KITCHEN_URL; default: one of its own).")
    private @Nullable String kitchenUrl;

    @Option(
        names = "--kitchen-delay",
        paramLabel = "DURATION",
        defaultValue = "500ms",
        converter = DurationConverter.class,
        description = "How long an order takes in its own kitchen (default: ${DEFAULT-VALUE}).")
    private Duration kitchenDelay = Duration.ofMillis(500);

    @Option(
        names = "--burgers-timeout",
        paramLabel = "DURATION",
        defaultValue = "30s",
        converter = DurationConverter.class,
        description = "Longest attempt at a burgers job (default: ${DEFAULT-VALUE}).")
    private Duration burgersTimeout = Duration.ofSeconds(30);

    @Option(
        names = "--cleaning-timeout",
        paramLabel = "DURATION",
        defaultValue = "10m",
        converter = DurationConverter.class,
        description = "Longest attempt at a cleaning job (default: ${DEFAULT-VALUE}).")
    private Duration cleaningTimeout = Duration.ofMinutes(10);

    @Option(
        names = "--max-attempts",
        paramLabel = "N",
        defaultValue = "5",
        description = "Attempts before a job is given up (default: ${DEFAULT-VALUE}).")
    private int maxAttempts;

    @Option(
        names = "--value-limit",
        paramLabel = "BYTES",
        defaultValue = "1048576",
        description = "Largest payload of a job (default: ${DEFAULT-VALUE}).")
    private int valueLimit;

    @Option(
        names = "--reply-limit",
        paramLabel = "BYTES",
        defaultValue = "1048576",
        description = "Largest reply; a larger one fails its job (default: ${DEFAULT-VALUE}).")
    private int replyLimit;
  }

  private static final class HttpOptions {
    @Option(
        names = "--http-host",
        paramLabel = "HOST",
        defaultValue = "127.0.0.1",
        description = "Address of /health/live and /health/ready (default: ${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(
        names = "--http-port",
        paramLabel = "PORT",
        defaultValue = "8081",
        description = "Its port; 0, or where it is taken: a free one (default: ${DEFAULT-VALUE}).")
    private int port;
  }

  private static final class StopOptions {
    @Option(
        names = "--grace",
        paramLabel = "DURATION",
        defaultValue = "25s",
        converter = DurationConverter.class,
        description = "Time to finish what runs on SIGTERM (default: ${DEFAULT-VALUE}).")
    private Duration grace = Duration.ofSeconds(25);

    @Option(
        names = "--revoke-grace",
        paramLabel = "DURATION",
        defaultValue = "5s",
        converter = DurationConverter.class,
        description =
            "Time to finish what runs of a partition that moves (default: ${DEFAULT-VALUE}).")
    private Duration revokeGrace = Duration.ofSeconds(5);
  }

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
    if (delivery.equals("exactly-once")) {
      throw wrong("--delivery exactly-once is not there yet: use at-least-once");
    }
    if (!delivery.equals("at-least-once")) {
      throw wrong("--delivery must be at-least-once, was '" + delivery + "'");
    }
    if (!Set.of("classic", "consumer").contains(topics.protocol)) {
      throw wrong("--group-protocol must be classic or consumer, was '" + topics.protocol + "'");
    }
    if (http.port < 0 || http.port > 65_535) {
      throw wrong("--http-port must be 0 to 65535, was " + http.port);
    }
    atLeastOne("--waiting-limit", bounds.waitingLimit);
    atLeastOne("--event-loops", bounds.eventLoops);
    atLeastOne("--cleaners", bounds.cleaners);
    atLeastOne("--look-ahead", bounds.lookAhead);
    atLeastOne("--max-attempts", jobs.maxAttempts);
    atLeastOne("--value-limit", jobs.valueLimit);
    atLeastOne("--reply-limit", jobs.replyLimit);
  }

  KafkaSettings kafka() {
    return connection.settings();
  }

  Topics topics() {
    return new Topics(topics.prefix);
  }

  /** The topics that were named; empty: those of every kind. */
  List<String> topicNames() {
    return List.copyOf(topics.names);
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

  int valueLimitBytes() {
    return jobs.valueLimit;
  }

  int replyLimitBytes() {
    return jobs.replyLimit;
  }

  String httpHost() {
    return http.host;
  }

  int httpPort() {
    return http.port;
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
        Math.min(64L << 20, heapBytes / 4),
        2_000,
        4L << 20,
        stopping.revokeGrace);
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

  private void atLeastOne(String option, int value) {
    if (value < 1) {
      throw wrong(option + " must be at least 1, was " + value);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(commandLine(), message);
  }

  private CommandLine commandLine() {
    return command.commandLine();
  }
}
