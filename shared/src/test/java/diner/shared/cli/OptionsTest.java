package diner.shared.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

class OptionsTest {

  @ParameterizedTest
  @CsvSource({"250ms,PT0.25S", "30s,PT30S", "5m,PT5M", "2h,PT2H", "1d,PT24H", "0s,PT0S"})
  void readsDurationsAsPeopleWriteThem(String text, Duration duration) {
    assertThat(new DurationConverter().convert(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "5 s", "-5s", "1.5s", "PT5S", "9999999999s"})
  void refusesWhatIsNoDuration(String text) {
    assertThatThrownBy(() -> new DurationConverter().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @Test
  void theCommandLineWinsOverTheEnvironmentAndThatOverTheDefault() {
    assertThat(limit(Map.of())).isEqualTo(10);
    assertThat(limit(Map.of("WORKER_WAITING_LIMIT", "20"))).isEqualTo(20);
    assertThat(limit(Map.of("WORKER_WAITING_LIMIT", "20"), "--waiting-limit", "30")).isEqualTo(30);
  }

  @Test
  void anEmptyEnvironmentVariableIsNone() {
    assertThat(limit(Map.of("WORKER_WAITING_LIMIT", ""))).isEqualTo(10);
  }

  @Test
  void theBootstrapServersHaveTheirKnownName() {
    var command = new Sample();
    parse(command, Map.of("KAFKA_BOOTSTRAP_SERVERS", "kafka:9092"));

    assertThat(command.connection.settings().bootstrapServers()).isEqualTo("kafka:9092");
  }

  @Test
  void aCommandConfigThatCantBeReadIsNamed() {
    var command = new Sample();
    parse(command, Map.of(), "--command-config", "/no/such.properties");

    assertThatThrownBy(command.connection::settings)
        .hasMessage("--command-config: can't read /no/such.properties");
  }

  private static int limit(Map<String, String> environment, String... args) {
    var command = new Sample();
    parse(command, environment, args);
    return command.waitingLimit;
  }

  private static void parse(Sample command, Map<String, String> environment, String... args) {
    new CommandLine(command)
        .setDefaultValueProvider(new EnvironmentDefaults("WORKER", environment))
        .parseArgs(args);
  }

  @Command(name = "sample")
  private static final class Sample {
    @Option(names = "--waiting-limit", defaultValue = "10")
    private int waitingLimit;

    @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  }
}
