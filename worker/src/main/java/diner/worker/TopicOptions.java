package diner.worker;

import diner.shared.kafka.Topics;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where jobs come from, where their replies may go, and as which member of which group. Set by
 * picocli, read by {@link WorkerOptions}.
 */
final class TopicOptions {

  @Option(
      names = "--topics",
      paramLabel = "TOPIC",
      split = ",",
      description = "Topics to take jobs from (default: the topic of every kind).")
  List<String> names = List.of();

  @Option(
      names = "--topic-prefix",
      paramLabel = "PREFIX",
      defaultValue = Topics.DEFAULT_PREFIX,
      description = "What the topics' names begin with (default: ${DEFAULT-VALUE}).")
  String prefix = Topics.DEFAULT_PREFIX;

  @Option(
      names = "--reply-topics",
      paramLabel = "TOPIC",
      split = ",",
      description =
          "Topics that jobs may ask their replies to go to; * stands for any characters"
              + " (default: those of the prefix).")
  List<String> replyNames = List.of();

  @Option(
      names = "--group",
      paramLabel = "GROUP",
      defaultValue = "workers",
      description = "Consumer group; its workers share the partitions (default: workers).")
  String group = "workers";

  @Option(
      names = "--group-protocol",
      paramLabel = "PROTOCOL",
      defaultValue = "classic",
      description =
          "classic: others take over after 10 s. consumer (KIP-848): after the broker's session"
              + " time-out, 45 s on a stock broker (default: ${DEFAULT-VALUE}).")
  String protocol = "classic";

  @Option(
      names = "--instance-id",
      paramLabel = "ID",
      description = "Static membership: this worker keeps its partitions over a restart.")
  @Nullable String instanceId;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "This worker's name in replies (default: host name and process id).")
  @Nullable String name;
}
