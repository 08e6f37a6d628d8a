package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A worker in a process of its own, as it is shipped, that can be killed. */
final class WorkerProcess implements AutoCloseable {

  private static final Path JAR = Path.of("target", "diner-worker.jar");

  /** Twice the heap: code, threads, and network buffers outside of it take some 150 MiB. */
  private static final long MOST_RESIDENT_BYTES = 512L << 20;

  /**
   * None in proofs, whose workers are as they are shipped; in other tests what makes them light.
   */
  private static final List<String> FLAGS_OF_THIS_RUN =
      Stream.of(System.getProperty("worker.java", "").split(" "))
          .filter(flag -> !flag.isEmpty())
          .toList();

  private final Process process;
  private final Path log;

  private WorkerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static WorkerProcess start(List<String> arguments, Path folder) throws IOException {
    return start(List.of(), arguments, folder);
  }

  /** With further flags of Java. */
  static WorkerProcess start(List<String> flags, List<String> arguments, Path folder)
      throws IOException {
    return launch(flags, List.of("-jar", JAR.toString()), arguments, folder);
  }

  /** Beside the shipped kinds, those of the tests. */
  static WorkerProcess startWithTestHandlers(List<String> arguments, Path folder)
      throws IOException {
    var classPath = JAR + File.pathSeparator + Path.of("target", "test-classes");
    return launch(List.of(), List.of("-cp", classPath, "diner.worker.Main"), arguments, folder);
  }

  private static WorkerProcess launch(
      List<String> flags, List<String> main, List<String> arguments, Path folder)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(FLAGS_OF_THIS_RUN);
    command.addAll(flags);
    command.addAll(main);
    command.addAll(arguments);
    var log = Files.createTempFile(folder, "worker", ".log");
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(log.toFile());
    return new WorkerProcess(builder.start(), log);
  }

  /** SIGKILL: it has no say in it. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    exitCode();
  }

  /** SIGTERM: it may finish. */
  void terminate() {
    process.destroy();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What the process has of the machine's memory now. */
  long residentBytes() throws IOException {
    return residentBytes(pid());
  }

  long pid() {
    return process.pid();
  }

  /** The same of any process. */
  static long residentBytes(long pid) throws IOException {
    var status = Files.readString(Path.of("/proc", Long.toString(pid), "status"));
    var line = Pattern.compile("VmRSS:\\s+(\\d+) kB").matcher(status);
    if (!line.find()) {
      throw new AssertionError("no VmRSS in:\n" + status);
    }
    return Long.parseLong(line.group(1)) * 1024;
  }

  /** Sockets that the process has open now, whoever is at their other end. */
  int openSockets() throws IOException {
    var sockets = 0;
    try (var open =
        Files.newDirectoryStream(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
      for (var descriptor : open) {
        sockets += isSocket(descriptor) ? 1 : 0;
      }
    }
    return sockets;
  }

  private static boolean isSocket(Path descriptor) throws IOException {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (NoSuchFileException closedMeanwhile) {
      return false;
    }
  }

  /**
   * Fails where so much is more than the heap and what a JVM needs beside it, or the heap ran out.
   */
  void requireBoundedMemory(long residentBytes) {
    assertThat(log()).doesNotContain("OutOfMemoryError");
    assertThat(residentBytes).as("resident bytes").isLessThan(MOST_RESIDENT_BYTES);
  }

  /** Where it serves health and metrics, as it logs. */
  int httpPort() {
    return httpUrl().getPort();
  }

  URI httpUrl() {
    var url = Pattern.compile("health and metrics are served url=(\\S+)").matcher(log());
    if (!url.find()) {
      throw new AssertionError("no health address in the log:\n" + log());
    }
    return URI.create(url.group(1));
  }

  /** Status and body of a health check, at the address the worker logs. */
  String health(String check) throws Exception {
    var request = HttpRequest.newBuilder(httpUrl().resolve("/health/" + check)).build();
    try (var client = HttpClient.newHttpClient()) {
      var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() + " " + answer.body().strip();
    }
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("the worker did not end within 60 s:\n" + log());
    }
    return process.exitValue();
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The log after a living process was told, by SIGQUIT, to add what its threads do. */
  String logWithThreads() {
    if (process.isAlive()) {
      try {
        new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid())).start().waitFor();
        Awaitility.await("a dump of threads")
            .atMost(Duration.ofSeconds(10))
            .until(() -> log().contains("JNI global refs"));
      } catch (IOException | InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    return log();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
