package diner.worker.kitchen;

import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.cli.ExitCode;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(60)
class KitchenCommandTest {

  /** Runs the command as a process of its own. */
  static final class Launcher {
    private Launcher() {}

    public static void main(String[] args) {
      System.exit(new CommandLine(new KitchenCommand()).execute(args));
    }
  }

  @Test
  void printsItsUrlAloneAndEndsWithZeroOnSigterm() throws Exception {
    // given
    var process = launch("--port", "0", "--delay", "1ms");
    try (var out =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var client = HttpClient.newHttpClient()) {
      var url = out.readLine();

      // when
      var answer =
          client.send(
              HttpRequest.newBuilder(URI.create(url + "/burgers?number=2")).build(),
              BodyHandlers.ofString());
      process.toHandle().destroy(); // SIGTERM; Process.destroy would close its streams too

      // then
      assertThat(url).matches("http://127\\.0\\.0\\.1:\\d+");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(ExitCode.OK);
      assertThat(out.readLine()).isNull();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aTakenPortIsOneLineAndExitCodeOne() throws Exception {
    // given
    var vertx = Vertx.vertx();
    var other =
        Kitchen.start(vertx, KitchenOptions.onFreePort(Duration.ZERO))
            .await(Duration.ofSeconds(10));
    var errors = new StringWriter();

    // when
    var exit = command(errors).execute("--port", Integer.toString(other.port()));

    // then
    assertThat(exit).isEqualTo(ExitCode.FAILURE);
    assertThat(errors.toString().lines())
        .singleElement()
        .asString()
        .contains("127.0.0.1:" + other.port(), "--port");
    vertx.close().await(Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--fail=1.1", "--fail=-1", "--fail=NaN", "--port=70000", "--delay=soon"})
  void wrongOptionsAreAUsageError(String option) {
    assertThat(command(new StringWriter()).execute(option)).isEqualTo(ExitCode.USAGE);
  }

  private static CommandLine command(StringWriter errors) {
    return new CommandLine(new KitchenCommand()).setErr(new PrintWriter(errors, true));
  }

  private static Process launch(String... args) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command =
        new ArrayList<>(
            List.of(
                java,
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Launcher.class.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
