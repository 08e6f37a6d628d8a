package diner.producer.replies;

import diner.producer.OutputOption;
import diner.producer.TopicsOption;
import diner.shared.cli.ConnectionOptions;
import diner.shared.cli.DurationConverter;
import diner.shared.cli.KafkaAccess;
import diner.shared.kafka.Right;
import diner.shared.message.Reply;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code replies}: reads the command line; {@link ReplyListing} does the work. */
@Command(
    name = "replies",
    description = {
      "Lists the replies that are kept, by default all of the last 24 hours.",
      "Within a partition of the topic they come in order; between partitions in none."
    },
    exitCodeList = {
      "0:listed; also if jobs failed",
      "1:Kafka is away, or refused",
      "2:wrong usage",
      "130:interrupted"
    },
    footer = {
      "Examples:",
      "  producer replies --since 10m",
      "  producer replies --status failed -o json | jq -r .error.message",
      "  producer replies --follow"
    })
public final class RepliesCommand implements Callable<Integer>, KafkaAccess.User {

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

  @Option(
      names = {"-f", "--follow"},
      fallbackValue = "true",
      description = "Go on with what comes, until interrupted; without --since only that.")
  private boolean follow;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Only replies of this last while, such as 10m.")
  private @Nullable Duration since;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      converter = StatusConverter.class,
      description = "Only replies of this status: done, failed or expired.")
  private Reply.@Nullable Status status;

  @Mixin private TopicsOption topics = new TopicsOption();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  /** The names that stand in replies, rather than those of our enum. */
  static final class StatusConverter implements ITypeConverter<Reply.Status> {
    @Override
    public Reply.Status convert(String text) {
      return Arrays.stream(Reply.Status.values())
          .filter(status -> status.text().equalsIgnoreCase(text))
          .findFirst()
          .orElseThrow(() ->
              new TypeConversionException("expected done, failed or expired, got '" + text + "'"));
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    var command = spec.commandLine();
    return new ReplyListing(
            connection.settings(),
            new ReplyListing.Request(topics.topics(), follow, since, status, output.format()),
            command.getOut(),
            command.getErr())
        .run();
  }

  @Override
  public KafkaAccess kafkaAccess() {
    return new KafkaAccess(
        connection.settings(), List.of(Right.readTopic(topics.topics().replies())));
  }
}
