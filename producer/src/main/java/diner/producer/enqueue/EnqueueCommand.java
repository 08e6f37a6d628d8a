package diner.producer.enqueue;

import diner.producer.OutputOption;
import diner.producer.TopicsOption;
import diner.shared.cli.ConnectionOptions;
import diner.shared.cli.DurationConverter;
import diner.shared.cli.GivenOnce;
import diner.shared.cli.KafkaAccess;
import diner.shared.cli.Rate;
import diner.shared.kafka.Right;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code enqueue}: reads the command line; {@link Enqueue} does the work. */
@Command(
    name = "enqueue",
    description = {
      "Puts jobs on Kafka: burgers (they wait), cleaning (they compute), or a kind of your own.",
      "Each is checked before it is sent, and its acceptance is awaited. A file is read as it is"
          + " sent, whatever its size: a bad line is named with its number, the good ones are sent,"
          + " and the exit code is 1; --dry-run checks a file without sending anything."
    },
    customSynopsis = {
      "producer enqueue burgers [--number 2] [--jobs N] [OPTIONS]",
      "       producer enqueue cleaning [--rooms 8] [--width --height --dirt --seed]",
      "                        [--jobs N] [OPTIONS]",
      "       producer enqueue cleaning --image FILE... [--out DIR]",
      "                        [--force] [--rooms 8] [OPTIONS]",
      "       producer enqueue KIND --payload JSON [OPTIONS]",
      "       producer enqueue --file jobs.jsonl|- [OPTIONS]"
    },
    exitCodeList = {
      "0:every job was accepted; with --await: and is done",
      "1:Kafka is away or refused, or not every job was accepted, or with --out not every"
          + " picture written: each is named",
      "2:wrong usage",
      "3:with --await: a job failed or expired",
      "124:with --await: not all replies came in time; the missing ones are named",
      "130:interrupted"
    },
    footer = {
      "Examples:",
      "  producer enqueue burgers --number 2 --await",
      "  producer enqueue cleaning --jobs 8 --batch spring --await --timeout 5m",
      "  producer enqueue cleaning --image scans/*.png --out cleaned",
      "  echo '{\"kind\":\"burgers\",\"payload\":{\"number\":2}}' | producer enqueue --file -"
    })
public final class EnqueueCommand implements Callable<Integer>, KafkaAccess.User {

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  CommandSpec spec;

  @Parameters(paramLabel = "KIND", arity = "0..1", description = "burgers, cleaning, or your own.")
  @Nullable String kind;

  @Option(
      names = "--payload",
      paramLabel = "JSON",
      description = "The job's payload, one JSON object.")
  @Nullable String payload;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = {
        "A job a line: {\"kind\",\"payload\",\"id\"?,\"key\"?,\"headers\"?}; '-' is stdin. What a"
            + " line says of not-before and deadline in its headers counts more than --in and"
            + " --deadline."
      })
  @Nullable Path file;

  @ArgGroup(validate = false, heading = "%nburgers:%n")
  BurgersOptions burgers = new BurgersOptions();

  @ArgGroup(validate = false, heading = "%ncleaning:%n")
  CleaningOptions cleaning = new CleaningOptions();

  @ArgGroup(validate = false, heading = "%ncleaning, pictures of your own:%n")
  PictureOptions pictures = new PictureOptions();

  @ArgGroup(validate = false, heading = "%nAll kinds:%n")
  CommonOptions common = new CommonOptions();

  @Mixin TopicsOption topics = new TopicsOption();
  @Mixin OutputOption output = new OutputOption();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  /** Options of burgers. */
  static final class BurgersOptions {
    @Option(
        names = "--number",
        paramLabel = "N",
        defaultValue = "2",
        description = "Burgers per job, 1 to 100 (default: ${DEFAULT-VALUE}).")
    int number = 2;
  }

  /** Options of cleaning. */
  static final class CleaningOptions {
    @Option(
        names = "--rooms",
        paramLabel = "N",
        defaultValue = "8",
        description = "Rooms of the house, 1 to 256 (default: ${DEFAULT-VALUE}).")
    int rooms = 8;

    @Option(
        names = "--width",
        paramLabel = "PIXELS",
        defaultValue = "1024",
        description = "Default: ${DEFAULT-VALUE}.")
    int width = 1024;

    @Option(
        names = "--height",
        paramLabel = "PIXELS",
        defaultValue = "1024",
        description = "Default: ${DEFAULT-VALUE}.")
    int height = 1024;

    @Option(
        names = "--dirt",
        paramLabel = "SHARE",
        defaultValue = "0.2",
        description = "Share of dirty pixels, 0 to 0.9 (default: ${DEFAULT-VALUE}).")
    double dirt = 0.2;

    @Option(
        names = "--seed",
        paramLabel = "N",
        defaultValue = "42",
        description = "Makes the house; the i-th job gets seed + i (default: ${DEFAULT-VALUE}).")
    long seed = 42;
  }

  /** Options of every kind. */
  static final class CommonOptions {
    @Option(
        names = "--jobs",
        paramLabel = "N",
        defaultValue = "1",
        description = "How many jobs (default: ${DEFAULT-VALUE}).")
    int jobs = 1;

    @Option(
        names = "--key",
        paramLabel = "KEY",
        description = "Jobs of one key run one at a time, in order. Without: at once, in any.")
    @Nullable String key;

    @Option(names = "--id", paramLabel = "ID", description = "The job's id (default: a UUIDv7).")
    @Nullable String id;

    @Option(names = "--batch", paramLabel = "NAME", description = "Groups jobs, for 'await'.")
    String batch = "";

    @Option(
        names = "--rate",
        paramLabel = "N/s",
        converter = Rate.Converter.class,
        description = "At most so many jobs a second (/s), minute (/m) or hour (/h).")
    @Nullable Rate rate;

    @Option(
        names = "--in",
        paramLabel = "TIME",
        converter = DurationConverter.class,
        description = {
          "Start no job before so long after it is sent; at most 24h, if the worker is not told"
              + " otherwise (default: at once)."
        })
    @Nullable Duration in;

    @Option(
        names = "--deadline",
        paramLabel = "TIME",
        converter = DurationConverter.class,
        description = {
          "Answer a job as expired that is not done so long after it is sent (default: never)."
        })
    @Nullable Duration deadline;

    @Option(
        names = "--await",
        fallbackValue = "true",
        description = "Wait for the replies and show them, of many jobs a summary.")
    boolean isAwaiting;

    @Option(
        names = "--timeout",
        paramLabel = "TIME",
        defaultValue = "60s",
        converter = DurationConverter.class,
        description = {
          "How long --await and --out wait once the last job is enqueued (default:"
              + " ${DEFAULT-VALUE})."
        })
    Duration timeout = Duration.ofSeconds(60);

    @Option(
        names = "--dry-run",
        fallbackValue = "true",
        description = "Check and show the jobs, send nothing.")
    boolean isDryRun;

    @Option(
        names = "--topic",
        paramLabel = "TOPIC",
        description = "Send there, whatever the kind (default: PREFIX.KIND).")
    @Nullable String topic;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    var command = spec.commandLine();
    GivenOnce.check(command);
    var choice = new JobSourceChoice(this);
    var source = choice.open();
    var results = choice.results();
    var request = request(results);
    if (common.isDryRun) {
      return new DryRun(request, command.getOut(), command.getErr()).run(source);
    }
    if (results != null) {
      results.open();
    }
    return new Enqueue(connection.settings(), request, source, command.getOut(), command.getErr())
        .run();
  }

  @Override
  public KafkaAccess kafkaAccess() {
    var needed = new ArrayList<Right>();
    if (common.topic != null || kind != null) {
      needed.add(
          Right.writeTopic(
              common.topic == null ? topics.topics().jobs(String.valueOf(kind)) : common.topic));
    }
    if (common.isAwaiting || pictures.out != null) {
      needed.add(Right.readTopic(topics.topics().replies()));
    }
    return new KafkaAccess(connection.settings(), needed);
  }

  private Enqueue.Request request(@Nullable ResultFolder results) {
    return new Enqueue.Request(
        topics.topics(),
        common.topic,
        common.batch,
        isGiven("--jobs") ? common.jobs : 0,
        common.rate,
        pictures.valueLimit,
        new Times(common.in, common.deadline),
        common.isAwaiting || results != null ? common.timeout : null,
        output.format());
  }

  /** Whether an option stands on the command line, rather than in the environment. */
  boolean isGiven(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
