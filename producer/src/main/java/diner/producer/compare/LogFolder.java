package diner.producer.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import diner.shared.kafka.KafkaSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * Where the processes write to, and read from how they reach Kafka: a folder that only its owner
 * can look into, since there may be a password among it.
 */
record LogFolder(Path path) {

  private static final String SETTINGS = "client.properties";

  static LogFolder create() throws IOException {
    return new LogFolder(Files.createTempDirectory("diner-compare"));
  }

  /** Writes the settings and returns the worker's options that name them. */
  List<String> write(KafkaSettings settings) throws IOException {
    var file = path.resolve(SETTINGS);
    var properties = new Properties();
    properties.putAll(settings.properties());
    try (var out = Files.newBufferedWriter(file, UTF_8)) {
      properties.store(out, null);
    }
    return List.of("-b", settings.bootstrapServers(), "--command-config", file.toString());
  }

  /** Whether a process wrote anything. */
  boolean hasLogs() throws IOException {
    try (var files = Files.newDirectoryStream(path, "*.log")) {
      for (var file : files) {
        if (Files.size(file) > 0) {
          return true;
        }
      }
      return false;
    }
  }

  void deleteSettings() throws IOException {
    Files.deleteIfExists(path.resolve(SETTINGS));
  }

  void delete() throws IOException {
    try (var files = Files.newDirectoryStream(path)) {
      for (var file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(path);
  }
}
