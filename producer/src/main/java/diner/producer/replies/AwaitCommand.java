package diner.producer.replies;

import diner.producer.OutputOption;
import diner.producer.TopicsOption;
import diner.shared.cli.ConnectionOptions;
import diner.shared.cli.DurationConverter;
import diner.shared.cli.KafkaAccess;
import diner.shared.kafka.Right;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code await}: reads the command line; {@link Await} does the work. */
@Command(
    name = "await",
    description = {
      "Waits for the replies to jobs, also to jobs that were enqueued earlier.",
      "Ids made by 'producer enqueue' tell their time, so the search for their replies begins"
          + " there; other ids, and batches, are searched for among all replies still kept (24 h)."
    },
    customSynopsis = {
      "producer await [OPTIONS] ID...",
      "       producer await [OPTIONS] --batch NAME [--count N]"
    },
    exitCodeList = {
      "0:every job is done",
      "1:Kafka is away, or refused",
      "2:wrong usage",
      "3:a job failed or expired",
      "124:not all replies came in time; the missing ones are named",
      "130:interrupted"
    },
    footer = {
      "Examples:",
      "  producer await 0199f1c2-6d5e-7c3a-9b1f-2f6f0c9d8e7a",
      "  producer await --batch monday --timeout 10m",
      "  producer await --batch monday --count 500 -o json | jq .status"
    })
public final class AwaitCommand implements Callable<Integer>, KafkaAccess.User {

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

  @Parameters(paramLabel = "ID", arity = "0..*", description = "Ids of jobs.")
  private List<String> ids = List.of();

  @Option(names = "--batch", paramLabel = "NAME", description = "Wait for a batch instead of ids.")
  private @Nullable String batch;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "How many jobs the batch has, where its jobs don't say so themselves.")
  private int count;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "60s",
      converter = DurationConverter.class,
      description = "How long to wait (default: ${DEFAULT-VALUE}).")
  private Duration timeout = Duration.ofSeconds(60);

  @Mixin private TopicsOption topics = new TopicsOption();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Override
  public Integer call() throws InterruptedException {
    var given = spec.commandLine().getParseResult();
    if (!ids.isEmpty() && !given.hasMatchedOption("--batch")) {
      batch = null; // one of the environment, for other commands
    }
    if (ids.isEmpty() == (batch == null)) {
      throw usage("expected either ids or --batch");
    }
    if (count < 0 || (count > 0 && batch == null)) {
      throw usage("--count says how many jobs a --batch has, from 1; ids count themselves");
    }
    var command = spec.commandLine();
    return new Await(
            connection.settings(),
            new Await.Request(topics.topics(), ids, batch, count, timeout, output.format()),
            command.getOut(),
            command.getErr())
        .run();
  }

  @Override
  public KafkaAccess kafkaAccess() {
    return new KafkaAccess(
        connection.settings(), List.of(Right.readTopic(topics.topics().replies())));
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
