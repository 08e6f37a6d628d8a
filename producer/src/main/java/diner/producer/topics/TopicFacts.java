package diner.producer.topics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * A topic as it is beside how Diner would make it.
 *
 * @param found null where it is missing
 */
record TopicFacts(NewTopic wanted, @Nullable Found found) {

  /**
   * What Kafka says of a topic.
   *
   * @param retentionMillis −1 for ever
   */
  record Found(int partitions, int replication, long retentionMillis, long maxMessageBytes) {}

  String name() {
    return wanted.name();
  }

  /** What is not as specified, each in a few words; the broker's defaults are not specified. */
  List<String> differences() {
    if (found == null) {
      return List.of("missing");
    }
    var differences = new ArrayList<String>();
    compare(differences, "partitions", found.partitions(), wanted.numPartitions());
    var configs = wanted.configs() == null ? Map.<String, String>of() : wanted.configs();
    var retention = configs.get(TopicConfig.RETENTION_MS_CONFIG);
    if (retention != null) {
      compare(
          differences,
          TopicConfig.RETENTION_MS_CONFIG,
          found.retentionMillis(),
          Long.parseLong(retention));
    }
    var maxBytes = configs.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
    if (maxBytes != null) {
      compare(
          differences,
          TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
          found.maxMessageBytes(),
          Long.parseLong(maxBytes));
    }
    return differences;
  }

  private static void compare(List<String> differences, String what, long found, long wanted) {
    if (found != wanted) {
      differences.add("%s %d, specified %d".formatted(what, found, wanted));
    }
  }
}
