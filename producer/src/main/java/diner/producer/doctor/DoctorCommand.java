package diner.producer.doctor;

import diner.producer.OutputOption;
import diner.producer.TopicsOption;
import diner.shared.cli.ConnectionOptions;
import diner.shared.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code doctor}: what is wrong, in plain words. */
@Command(
    name = "doctor",
    description = {
      "Says in plain words what is wrong with the connection, the topics and the group of the"
          + " workers, and what to do about it. Changes nothing, writes nothing, and ends within"
          + " 15 s.",
      "",
      "Looks at: each bootstrap address; where the brokers tell clients to find them; versions;"
          + " settings and replicas of the topics; members and commits of the group; transactions"
          + " left open; clocks."
    },
    exitCodeList = {
      "0:nothing is wrong",
      "1:Kafka can't be reached; why is said as a finding",
      "2:wrong usage",
      "3:something is wrong",
      "130:interrupted"
    },
    footer = {
      "Examples:",
      "  producer doctor",
      "  producer doctor -b kafka:19092 -o json | jq '.[] | select(.state == \"finding\")'"
    })
public final class DoctorCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

  @Option(
      names = "--group",
      paramLabel = "GROUP",
      defaultValue = "workers",
      description = "Group of the workers (default: ${DEFAULT-VALUE}).")
  private String group = "workers";

  @Mixin private TopicsOption topics = new TopicsOption();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Override
  public Integer call() throws InterruptedException {
    var result = new Examination(connection.settings(), topics.topics(), group).examine();
    var report = result.report();
    var out = spec.commandLine().getOut();
    if (output.isJson()) {
      out.println(report.json());
    } else {
      report.lines().forEach(out::println);
    }
    if (!result.isReached()) {
      return ExitCode.FAILURE;
    }
    return report.hasFindings() ? ExitCode.FINDINGS : ExitCode.OK;
  }
}
