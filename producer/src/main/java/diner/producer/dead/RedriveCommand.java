package diner.producer.dead;

import diner.producer.OutputOption;
import diner.producer.TopicsOption;
import diner.shared.cli.ConnectionOptions;
import diner.shared.cli.KafkaAccess;
import diner.shared.kafka.Right;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dead redrive}: reads the command line; {@link Redrive} does the work. */
@Command(
    name = "redrive",
    description = {
      "Puts the jobs of open dead letters back on the topics they came from: key, value and"
          + " headers as they were, under the id they had, without 'deadline' and 'not-before'.",
      "A letter and the mark that it was redriven are one transaction, so that whatever interrupts"
          + " the command, running it again redrives nothing twice. Of two at the same time, the"
          + " later one goes on. Jobs of one key may lose their order: others have gone past them."
    },
    exitCodeList = {
      "0:every matching letter was redriven; also if there is none",
      "1:Kafka is away or refused, another redrive took over, or letters were refused",
      "2:wrong usage",
      "130:interrupted; says how many were redriven"
    },
    footer = {
      "Examples:",
      "  producer dead redrive --reason permanent --kind burgers --dry-run",
      "  producer dead redrive --since 2h --max 100"
    })
final class RedriveCommand implements Callable<Integer>, KafkaAccess.User {

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

  @Mixin private FilterOptions filter = new FilterOptions();

  @Option(
      names = "--max",
      paramLabel = "N",
      description = "Redrive so many letters at most, the oldest first.")
  private @Nullable Long max;

  @Option(
      names = "--max-redrives",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "Refuse letters whose jobs were redriven so often already (default: ${DEFAULT-VALUE}).")
  private int maxRedrives = 3;

  @Option(
      names = "--dry-run",
      fallbackValue = "true",
      description = "Show what would be redriven, change nothing.")
  private boolean isDryRun;

  @Mixin private TopicsOption topics = new TopicsOption();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Override
  public Integer call() throws InterruptedException {
    if (max != null && max < 1) {
      throw usage("--max must be at least 1, was " + max);
    }
    if (maxRedrives < 1) {
      throw usage("--max-redrives must be at least 1, was " + maxRedrives);
    }
    var request =
        new Redrive.Request(
            topics.topics(),
            filter.filter(),
            max == null ? Long.MAX_VALUE : max,
            maxRedrives,
            isDryRun);
    var command = spec.commandLine();
    var report = new RedriveReport(command.getOut(), command.getErr(), output.format(), isDryRun);
    return new Redrive(kafkaAccess(), request, report).run();
  }

  @Override
  public KafkaAccess kafkaAccess() {
    var letters = topics.topics().deadLetters();
    var needed = new ArrayList<Right>();
    needed.add(Right.readTopic(letters));
    if (!isDryRun) {
      needed.add(Right.writeTopic(letters));
      needed.add(Right.writeTransactionalId(RedriveProducer.transactionalId(topics.topics())));
    }
    return new KafkaAccess(connection.settings(), needed);
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
