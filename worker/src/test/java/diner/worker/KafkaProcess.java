package diner.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import diner.localkafka.LocalKafkaMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The broker of {@code bin/kafka} in a process of its own, which can be killed, started again on
 * the same port and data, and stopped in its tracks.
 */
final class KafkaProcess implements AutoCloseable {

  private final Path folder;
  private final List<String> settings;
  private String address = "127.0.0.1:0";
  private Process process;

  private KafkaProcess(Path folder, List<String> settings) throws IOException {
    this.folder = folder;
    this.settings = settings;
    this.process = launch();
  }

  /** Starts on a free port and returns when it serves; settings as {@code name=value}. */
  static KafkaProcess start(Path folder, String... settings) throws IOException {
    return new KafkaProcess(folder, List.of(settings));
  }

  String bootstrapServers() {
    return address;
  }

  /** SIGKILL, amid whatever it does. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("the killed broker ends").isTrue();
  }

  /** Starts the killed broker again; returns when it serves. */
  void startAgain() throws IOException {
    process = launch();
  }

  /** SIGSTOP: its sockets stay open, nobody answers. */
  void freeze() throws Exception {
    signal("-STOP");
  }

  /** SIGCONT: it goes on as if nothing had been. */
  void thaw() throws Exception {
    signal("-CONT");
  }

  /** What it logged in all its lives, for the message of a failure. */
  String log() {
    try {
      return "Kafka:\n" + Files.readString(logFile());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }

  private Process launch() throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dlogback.configurationFile=diner/localkafka/logback-foreground.xml",
                "-cp",
                System.getProperty("java.class.path"),
                LocalKafkaMain.class.getName(),
                "--port",
                address.substring(address.indexOf(':') + 1),
                "--data",
                folder.toString()));
    for (var setting : settings) {
      command.add("-X");
      command.add(setting);
    }
    var log = logFile().toFile();
    var started =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log)).start();
    // Left open: it prints nothing but its address there, and closing would end nothing.
    var line = new BufferedReader(started.inputReader(UTF_8)).readLine();
    if (line == null) {
      started.destroyForcibly();
      throw new IOException("the broker did not start; see " + log);
    }
    address = line;
    return started;
  }

  private Path logFile() {
    return folder.resolveSibling(folder.getFileName() + ".log");
  }

  private void signal(String signal) throws Exception {
    var kill = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start();
    assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(kill.exitValue()).as("exit code of kill " + signal).isZero();
  }
}
