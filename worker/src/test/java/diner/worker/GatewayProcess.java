package diner.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import diner.producer.Main;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** {@code producer serve} in a process of its own, with a heap of 256 MiB. */
final class GatewayProcess implements AutoCloseable {

  private final Process process;
  private final Path out;
  private final Path err;

  private GatewayProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  static GatewayProcess start(Diner diner, Path folder) throws IOException {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "serve",
            "--port",
            "0",
            "--topic-prefix",
            diner.topics().prefix(),
            "-b",
            diner.bootstrapServers());
    var out = Files.createTempFile(folder, "gateway", ".out");
    var err = Files.createTempFile(folder, "gateway", ".err");
    var builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    return new GatewayProcess(builder.start(), out, err);
  }

  /** The port it listens on, once it does. */
  int port() {
    Awaitility.await("the gateway's address")
        .atMost(Duration.ofSeconds(60))
        .until(() -> Files.readString(out, UTF_8).endsWith("\n"));
    try {
      return URI.create(Files.readString(out, UTF_8).strip()).getPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Its notes. */
  String said() throws IOException {
    return Files.readString(err, UTF_8);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
