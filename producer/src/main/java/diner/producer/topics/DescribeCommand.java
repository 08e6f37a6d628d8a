package diner.producer.topics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import diner.producer.KafkaConnection;
import diner.producer.OutputOption;
import diner.producer.TopicsOption;
import diner.shared.cli.ConnectionOptions;
import diner.shared.cli.ExitCode;
import diner.shared.cli.KafkaAccess;
import diner.shared.kafka.Right;
import diner.shared.message.Json;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code topics describe}: how the topics are, and what differs from the specification. */
@Command(
    name = "describe",
    description = {
      "Shows Diner's topics, and what differs from how Diner makes them.",
      "A difference is no fault: workers take any number of partitions."
    },
    footer = {"Example:", "  producer topics describe -o json | jq '.[].differences'"})
public final class DescribeCommand implements Callable<Integer>, KafkaAccess.User {

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

  @Mixin private KindsOption kinds = new KindsOption();
  @Mixin private TopicsOption topics = new TopicsOption();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Override
  public Integer call() {
    var wanted = topics.topics().specifications(kinds.kinds());
    try (var kafka = KafkaConnection.open(connection.settings())) {
      var facts = new TopicReader(kafka.admin()).read(wanted);
      var out = spec.commandLine().getOut();
      if (output.isJson()) {
        out.println(json(facts));
      } else {
        print(facts, out);
      }
      return ExitCode.OK;
    }
  }

  @Override
  public KafkaAccess kafkaAccess() {
    var names = topics.topics().specifications(kinds.kinds()).stream().map(NewTopic::name);
    return new KafkaAccess(
        connection.settings(),
        names
            .flatMap(name -> Stream.of(Right.describeTopic(name), Right.describeTopicConfigs(name)))
            .toList());
  }

  private static void print(List<TopicFacts> facts, PrintWriter out) {
    var width = facts.stream().mapToInt(topic -> topic.name().length()).max().orElse(0);
    var form = "%-" + width + "s  %10s  %8s  %9s  %9s%n";
    out.printf(form, "TOPIC", "PARTITIONS", "REPLICAS", "RETENTION", "MAX BYTES");
    for (var topic : facts) {
      var found = topic.found();
      if (found == null) {
        out.printf(form, topic.name(), "-", "-", "-", "-");
      } else {
        out.printf(
            form,
            topic.name(),
            found.partitions(),
            found.replication(),
            retention(found.retentionMillis()),
            found.maxMessageBytes());
      }
    }
    for (var topic : facts) {
      topic.differences().forEach(each -> out.println(topic.name() + ": " + each));
    }
  }

  /** In the largest unit that divides it. */
  static String retention(long millis) {
    if (millis < 0) {
      return "for ever";
    }
    var time = Duration.ofMillis(millis);
    if (time.equals(Duration.ofDays(time.toDays()))) {
      return time.toDays() + "d";
    }
    if (time.equals(Duration.ofHours(time.toHours()))) {
      return time.toHours() + "h";
    }
    return time.equals(Duration.ofSeconds(time.toSeconds()))
        ? time.toSeconds() + "s"
        : millis + "ms";
  }

  private static ArrayNode json(List<TopicFacts> facts) {
    var array = Json.codec().createArrayNode();
    for (var topic : facts) {
      var json = array.addObject().put("topic", topic.name()).put("exists", topic.found() != null);
      var found = topic.found();
      if (found != null) {
        json.put("partitions", found.partitions())
            .put("replication", found.replication())
            .put("retentionMillis", found.retentionMillis())
            .put("maxMessageBytes", found.maxMessageBytes());
      }
      var differences = json.putArray("differences");
      topic.differences().forEach(differences::add);
    }
    return array;
  }
}
