package diner.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import diner.producer.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a command of the producer said and how it ended, run in a process of its own. */
record ProducerRun(int exitCode, String out, String err) {

  static ProducerRun of(Diner diner, Path folder, String... command)
      throws IOException, InterruptedException {
    var all = new ArrayList<String>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    all.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    all.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    all.addAll(List.of(command));
    all.addAll(List.of("--topic-prefix", diner.topics().prefix(), "-b", diner.bootstrapServers()));
    var out = Files.createTempFile(folder, "producer", ".out");
    var err = Files.createTempFile(folder, "producer", ".err");
    var process =
        new ProcessBuilder(all).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new AssertionError("the producer did not end within 60 s: " + Files.readString(err));
      }
    } finally {
      process.destroyForcibly();
    }
    return new ProducerRun(
        process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }
}
