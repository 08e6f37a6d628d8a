package diner.localkafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of a node's log: locked for one process at a time, formatted the first time. The lock
 * is ours, since Kafka takes its own only after it has opened the metadata log.
 */
final class DataFolder implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);
  private static final String LOCK_FILE = ".local-kafka.lock";
  private static final String FORMATTED_MARK = "meta.properties";

  private final Path path;
  private final boolean temporary;
  private final FileChannel lock;

  private DataFolder(Path path, boolean temporary) throws IOException {
    this.path = path;
    this.temporary = temporary;
    this.lock = lock(path);
  }

  /** A folder of the user's, made where it is missing; what is in it stays. */
  static DataFolder open(Path path) {
    try {
      return new DataFolder(Files.createDirectories(path.toAbsolutePath().normalize()), false);
    } catch (IOException e) {
      throw new LocalKafkaException("can't use the data folder " + path + ": " + e, e);
    }
  }

  /** A new folder, deleted at close. */
  static DataFolder temporary() {
    try {
      return new DataFolder(Files.createTempDirectory("local-kafka-"), true);
    } catch (IOException e) {
      throw new LocalKafkaException("can't make a temporary data folder: " + e, e);
    }
  }

  private static FileChannel lock(Path folder) throws IOException {
    var channel =
        FileChannel.open(
            folder.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException heldByThisJvm) {
      // As good as held by another process: told below.
    }
    channel.close();
    throw new LocalKafkaException("the data folder " + folder + " is in use by another bin/kafka");
  }

  Path path() {
    return path;
  }

  /** Formats the folder unless it holds a formatted log already, which is then used as it is. */
  void formatIfNew(int nodeId) {
    // Kafka writes this file last, so a format that was cut short is done again.
    if (Files.exists(path.resolve(FORMATTED_MARK))) {
      return;
    }
    try {
      new Formatter()
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .setNodeId(nodeId)
          .setClusterId(Uuid.randomUuid().toString())
          .addDirectory(path.toString())
          .setMetadataLogDirectory(path.toString())
          .setControllerListenerName(LoopbackSockets.CONTROLLER_LISTENER)
          .run();
    } catch (Exception e) { // as declared by Kafka
      throw new LocalKafkaException("can't format the data folder " + path + ": " + e, e);
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
      if (temporary) {
        delete();
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.atWarn().addKeyValue("folder", path).setCause(e).log("Data folder not cleaned up");
    }
  }

  private void delete() throws IOException {
    try (var all = Files.walk(path)) {
      for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
