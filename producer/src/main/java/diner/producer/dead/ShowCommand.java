package diner.producer.dead;

import static java.nio.charset.StandardCharsets.UTF_8;

import diner.producer.OutputOption;
import diner.producer.TopicsOption;
import diner.producer.terminal.Progress;
import diner.shared.cli.ConnectionOptions;
import diner.shared.cli.ExitCode;
import diner.shared.cli.KafkaAccess;
import diner.shared.kafka.Right;
import diner.shared.message.Json;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dead show}: single letters whole. */
@Command(
    name = "show",
    description = {
      "Shows dead letters whole: why, all headers, key and value, and whether it was redriven.",
      "A letter is named by its place, as 'dead list' prints it, or by its job: the job's id, or the"
          + " place of a job that came without one. A job that died more than once has several."
    },
    exitCodeList = {
      "0:shown",
      "1:Kafka is away or refused, or there is no such letter: each is named",
      "2:wrong usage",
      "130:interrupted"
    },
    footer = {
      "Examples:",
      "  producer dead show jobs.dead-letters/0@41",
      "  producer dead show my-job -o json | jq -r .value"
    })
final class ShowCommand implements Callable<Integer>, KafkaAccess.User {

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

  @Parameters(
      paramLabel = "TOPIC/PARTITION@OFFSET|JOB-ID",
      arity = "1..*",
      description = "Places of letters, or ids of jobs.")
  private List<String> names = List.of();

  @Mixin private TopicsOption topics = new TopicsOption();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Override
  public Integer call() {
    var command = spec.commandLine();
    var progress = Progress.on(command.getErr(), output.format());
    var wanted = Set.copyOf(names);
    var missing = new LinkedHashSet<>(names);
    var topic = topics.topics().deadLetters();
    new LetterLook(connection.settings(), topic, progress)
        .through((letter, isRedriven) -> {
          if (wanted.contains(letter.turn().toString()) || wanted.contains(letter.job())) {
            missing.remove(letter.turn().toString());
            missing.remove(letter.job());
            progress.clear();
            print(letter, isRedriven, command.getOut());
          }
          return !command.getOut().checkError(); // flushes; whoever read us has seen enough
        });
    missing.forEach(name -> progress.note("no dead letter '%s' in %s".formatted(name, topic)));
    return missing.isEmpty() ? ExitCode.OK : ExitCode.FAILURE;
  }

  @Override
  public KafkaAccess kafkaAccess() {
    return new KafkaAccess(
        connection.settings(), List.of(Right.readTopic(topics.topics().deadLetters())));
  }

  private void print(Letter letter, boolean isRedriven, PrintWriter out) {
    if (output.isJson()) {
      out.println(new String(Json.bytes(LetterJson.of(letter, isRedriven)), UTF_8));
    } else {
      LetterText.lines(letter, isRedriven).forEach(out::println);
    }
  }
}
