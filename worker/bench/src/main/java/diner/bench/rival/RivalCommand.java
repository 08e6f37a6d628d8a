package diner.bench.rival;

import diner.shared.cli.ExitCode;
import diner.shared.kafka.KafkaSettings;
import diner.shared.kafka.Topics;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.errors.InterruptException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * One baseline as a process of its own, until SIGTERM; started by scenarios, not by people. What it
 * has in common with a worker has the worker's options.
 */
@Command(name = "rival", hidden = true, description = "A baseline; scenarios start it.")
public final class RivalCommand implements Callable<Integer> {

  @Option(names = "-b", required = true)
  private String bootstrapServers = "";

  @Option(names = "--topics", required = true)
  private String topic = "";

  @Option(names = "--topic-prefix", required = true)
  private String prefix = "";

  @Option(names = "--group", required = true)
  private String group = "";

  @Option(names = "--name", required = true)
  private String name = "";

  @Option(names = "--style", required = true)
  private Style style = Style.BARE;

  @Option(names = "--transactions")
  private boolean isTransactional;

  private RivalCommand() {}

  @Override
  public Integer call() throws Exception {
    var kafka =
        new KafkaSettings(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    var replies = new ReplyForm(new Topics(prefix).replies(), topic, name);
    try (var loop = new Loop(kafka, group, style, isTransactional, replies)) {
      loop.run(topic);
    } catch (InterruptException | InterruptedException stopped) {
      var _ = Thread.interrupted(); // so that the clients can say good-bye
    }
    return ExitCode.OK;
  }
}
