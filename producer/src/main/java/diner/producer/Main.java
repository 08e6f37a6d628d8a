package diner.producer;

import static java.nio.charset.StandardCharsets.UTF_8;

import diner.producer.compare.CompareCommand;
import diner.producer.dead.DeadCommand;
import diner.producer.doctor.DoctorCommand;
import diner.producer.enqueue.EnqueueCommand;
import diner.producer.gateway.ServeCommand;
import diner.producer.lag.LagCommand;
import diner.producer.replies.AwaitCommand;
import diner.producer.replies.RepliesCommand;
import diner.producer.topics.TopicsCommand;
import diner.shared.cli.EnvironmentDefaults;
import diner.shared.cli.RunErrors;
import diner.shared.cli.SignalledRun;
import diner.shared.cli.UsageErrors;
import diner.shared.cli.Version;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ScopeType;

/**
 * Entry of {@code bin/producer}. Commands are only read for their options here: what they do, and
 * with it Kafka's classes, is loaded when one runs, so that {@code --help} answers at once.
 */
@Command(
    name = "producer",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    usageHelpWidth = 80,
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    footerHeading = "%n",
    exitCodeList = {
      "0:all good",
      "1:Kafka is away or refused, or part of the work was not accepted",
      "2:wrong usage",
      "3:ran, with findings: a job failed or expired, a --check does not hold",
      "124:waited too long",
      "130:interrupted"
    },
    description = {
      "Puts jobs on Kafka, awaits their replies, and shows how the work goes.",
      "Every option has an environment name: --topic-prefix is PRODUCER_TOPIC_PREFIX."
    })
public final class Main {

  private static final String LOGGING = "logback.configurationFile";

  private Main() {}

  public static void main(String[] args) {
    if (System.getProperty(LOGGING) == null) {
      System.setProperty(LOGGING, "logback-producer.xml");
    }
    var out = writer(FileDescriptor.out);
    var err = writer(FileDescriptor.err);
    System.exit(new SignalledRun(() -> run(System.getenv(), out, err, args)).exitCode());
  }

  /**
   * Runs one command and returns its exit code; interrupting the thread ends it as Ctrl-C does.
   *
   * @param environment what {@code PRODUCER_…} defaults are taken from
   * @param out for data
   * @param err for progress and notes
   */
  public static int run(
      Map<String, String> environment, PrintWriter out, PrintWriter err, String... args) {
    var code = commandLine(environment).setOut(out).setErr(err).execute(args);
    out.flush();
    err.flush();
    return code;
  }

  static CommandLine commandLine(Map<String, String> environment) {
    return new CommandLine(new Main())
        // Every command is registered here, one line each, in the order of --help.
        .addSubcommand(new EnqueueCommand())
        .addSubcommand(new AwaitCommand())
        .addSubcommand(new RepliesCommand())
        .addSubcommand(new LagCommand())
        .addSubcommand(new DeadCommand())
        .addSubcommand(new TopicsCommand())
        .addSubcommand(new CompareCommand())
        .addSubcommand(new ServeCommand())
        .addSubcommand(new DoctorCommand())
        .addSubcommand(new HelpCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setDefaultValueProvider(new EnvironmentDefaults("PRODUCER", environment))
        .setParameterExceptionHandler(new UsageErrors())
        .setExecutionExceptionHandler(new RunErrors());
  }

  /** UTF-8 whatever the locale says: what goes out is JSON and people's own text. */
  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new BufferedWriter(new OutputStreamWriter(new FileOutputStream(descriptor), UTF_8)));
  }
}
