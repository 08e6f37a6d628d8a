package diner.producer.topics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import diner.producer.KafkaConnection;
import diner.producer.OutputOption;
import diner.producer.TopicsOption;
import diner.shared.cli.ConnectionOptions;
import diner.shared.cli.ExitCode;
import diner.shared.cli.KafkaAccess;
import diner.shared.kafka.Right;
import diner.shared.kafka.TopicCreation;
import diner.shared.message.Json;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.NewTopic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code topics create}: makes what is missing. */
@Command(
    name = "create",
    description = {
      "Creates the topics that are missing; one that exists is never changed.",
      "Workers do the same when they start."
    },
    footer = {"Examples:", "  producer topics create", "  producer topics create --kind pizzas"})
public final class CreateCommand implements Callable<Integer>, KafkaAccess.User {

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
      var created = TopicCreation.createMissing(kafka.admin(), wanted, KafkaConnection.LIMIT);
      var out = spec.commandLine().getOut();
      // Names from here on: a lambda that takes a topic would load Kafka's classes for --help.
      var names = wanted.stream().map(NewTopic::name).toList();
      if (output.isJson()) {
        out.println(json(names, created));
      } else {
        names.forEach(
            name -> out.println((created.contains(name) ? "created   " : "existing  ") + name));
      }
      return ExitCode.OK;
    }
  }

  @Override
  public KafkaAccess kafkaAccess() {
    var wanted = topics.topics().specifications(kinds.kinds());
    return new KafkaAccess(
        connection.settings(),
        wanted.stream().map(NewTopic::name).map(Right::createTopic).toList());
  }

  private static ArrayNode json(List<String> names, Collection<String> created) {
    var array = Json.codec().createArrayNode();
    names.forEach(
        name -> array.addObject().put("topic", name).put("created", created.contains(name)));
    return array;
  }
}
