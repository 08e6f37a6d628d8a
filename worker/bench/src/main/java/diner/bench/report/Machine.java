package diner.bench.report;

import diner.shared.cli.Version;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import org.apache.kafka.clients.producer.Producer;

/** Where the figures were got: without it they mean nothing. */
public record Machine(
    int cores,
    String processor,
    long memoryMiB,
    String system,
    String java,
    String kafka,
    String diner) {

  public static Machine here() throws IOException {
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        processorName(),
        memoryMiBytes(),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version"),
        kafkaVersion(),
        String.join(" ", new Version().getVersion()));
  }

  /** The machine in one line. */
  public String line() {
    return String.format(
        Locale.ROOT,
        "%d cores (%s), %,d MiB memory, %s; Java %s, Kafka %s, %s",
        cores,
        processor,
        memoryMiB,
        system,
        java,
        kafka,
        diner);
  }

  /** From the client's own file; its broker is of the same version. */
  private static String kafkaVersion() throws IOException {
    var properties = new Properties();
    try (var in = Producer.class.getResourceAsStream("/kafka/kafka-version.properties")) {
      if (in != null) {
        properties.load(in);
      }
    }
    return properties.getProperty("version", "unknown");
  }

  private static long memoryMiBytes() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize() >> 20
        : 0;
  }

  /** Linux says it in a file; elsewhere it stays unnamed. */
  private static String processorName() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse("unnamed");
    } catch (IOException | java.io.UncheckedIOException notLinux) {
      return "unnamed";
    }
  }
}
