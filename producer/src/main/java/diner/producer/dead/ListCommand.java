package diner.producer.dead;

import diner.producer.OutputOption;
import diner.producer.TopicsOption;
import diner.producer.terminal.Progress;
import diner.shared.cli.ConnectionOptions;
import diner.shared.cli.ExitCode;
import diner.shared.cli.KafkaAccess;
import diner.shared.kafka.Right;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code dead list}: how many there are, and why. */
@Command(
    name = "list",
    description = {
      "Counts the dead letters by reason and kind, and shows the newest open ones of each.",
      "Letters that were redriven are counted apart."
    },
    exitCodeList = {
      "0:counted; also if there is none",
      "1:Kafka is away, or refused",
      "2:wrong usage",
      "130:interrupted"
    },
    footer = {
      "Examples:",
      "  producer dead list --since 1h",
      "  producer dead list --kind burgers -o json | jq 'map(.open) | add'"
    })
final class ListCommand implements Callable<Integer>, KafkaAccess.User {

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

  @Mixin private FilterOptions filter = new FilterOptions();
  @Mixin private TopicsOption topics = new TopicsOption();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Override
  public Integer call() {
    var wanted = filter.filter();
    var topic = topics.topics().deadLetters();
    var tallies = new Tallies();
    var progress = Progress.on(spec.commandLine().getErr());
    new LetterLook(connection.settings(), topic, progress)
        .through((letter, isRedriven) -> {
          if (wanted.matches(letter)) {
            tallies.add(letter, isRedriven);
          }
          return true;
        });
    var out = spec.commandLine().getOut();
    if (output.isJson()) {
      out.println(TallyJson.array(tallies.all()));
    } else {
      TallyText.lines(topic, wanted.isAll(), tallies.all()).forEach(out::println);
    }
    return ExitCode.OK;
  }

  @Override
  public KafkaAccess kafkaAccess() {
    return new KafkaAccess(
        connection.settings(), List.of(Right.readTopic(topics.topics().deadLetters())));
  }
}
