package diner.producer.topics;

import diner.producer.KafkaConnection;
import diner.shared.kafka.TopicCreation;
import java.util.HashMap;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Reads from Kafka how topics are. */
final class TopicReader {

  private final Admin admin;

  /**
   * @param admin stays the caller's
   */
  TopicReader(Admin admin) {
    this.admin = admin;
  }

  /** The topics as they are, in the order given; the missing ones too. */
  List<TopicFacts> read(List<NewTopic> wanted) {
    var limit = KafkaConnection.LIMIT;
    var topics = new HashMap<String, TopicDescription>();
    admin
        .describeTopics(wanted.stream().map(NewTopic::name).toList())
        .topicNameValues()
        .forEach((name, description) -> {
          try {
            topics.put(name, TopicCreation.await(description, limit));
          } catch (UnknownTopicOrPartitionException missing) {
            // said of it
          }
        });
    var configs =
        TopicCreation.await(
            admin
                .describeConfigs(topics.keySet().stream().map(TopicReader::resource).toList())
                .all(),
            limit);
    return wanted.stream()
        .map(topic -> {
          var found = topics.get(topic.name());
          var config = configs.get(resource(topic.name()));
          return new TopicFacts(
              topic, found == null || config == null ? null : found(found, config));
        })
        .toList();
  }

  private static TopicFacts.Found found(TopicDescription topic, Config config) {
    var replication =
        topic.partitions().stream().mapToInt(each -> each.replicas().size()).min().orElse(0);
    return new TopicFacts.Found(
        topic.partitions().size(),
        replication,
        number(config, TopicConfig.RETENTION_MS_CONFIG),
        number(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG));
  }

  private static long number(Config config, String name) {
    return Long.parseLong(config.get(name).value());
  }

  private static ConfigResource resource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }
}
