package diner.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import diner.producer.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code producer dead redrive} in a process of its own, which can be killed. */
final class RedriveProcess implements AutoCloseable {

  private final Process process;
  private final Path out;
  private final Path err;

  private RedriveProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  static RedriveProcess start(Diner diner, Path folder) throws IOException {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "dead",
            "redrive",
            "-o",
            "json",
            "--topic-prefix",
            diner.topics().prefix(),
            "-b",
            diner.bootstrapServers());
    var out = Files.createTempFile(folder, "redrive", ".out");
    var err = Files.createTempFile(folder, "redrive", ".err");
    var builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    return new RedriveProcess(builder.start(), out, err);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL: it has no say in it. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    exitCode();
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("the redrive did not end within 60 s: " + said());
    }
    return process.exitValue();
  }

  /** How many letters it reported as redriven; one that was killed may have redriven more. */
  long reported() throws IOException {
    return Files.readString(out, UTF_8).lines().filter(line -> line.contains("\"turn\"")).count();
  }

  /** Its notes. */
  String said() {
    try {
      return Files.readString(err, UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
