package diner.worker.publish;

import diner.shared.kafka.TopicCreation;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the brokers about topics. Owned by {@code publisher}; opens its client when it is first
 * asked.
 */
public final class TopicsOfCluster implements TopicFacts {

  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration CLOSE_LIMIT = Duration.ofMillis(200);

  private final Supplier<Admin> newAdmin;
  private @Nullable Admin admin;

  public TopicsOfCluster(Supplier<Admin> newAdmin) {
    this.newAdmin = newAdmin;
  }

  @Override
  public Map<String, TopicFact> of(Set<String> topics) {
    var client = client();
    var descriptions = client.describeTopics(topics).topicNameValues();
    var configs = client.describeConfigs(topics.stream().map(TopicsOfCluster::resource).toList());
    var facts = new HashMap<String, TopicFact>();
    for (var topic : topics) {
      var config = configs.values().get(resource(topic));
      facts.put(topic, fact(descriptions.get(topic), config));
    }
    return facts;
  }

  @Override
  public void close() {
    if (admin != null) {
      admin.close(CLOSE_LIMIT);
    }
  }

  private Admin client() {
    var client = admin;
    if (client == null) {
      client = newAdmin.get();
      admin = client;
    }
    return client;
  }

  private static TopicFact fact(
      @Nullable KafkaFuture<TopicDescription> description, @Nullable KafkaFuture<Config> config) {
    if (description == null || config == null) {
      throw new IllegalStateException("the Kafka client answered for other topics than asked");
    }
    try {
      var partitions = TopicCreation.await(description, LIMIT).partitions().size();
      return new TopicFact.Found(partitions, maxMessageBytes(config));
    } catch (UnknownTopicOrPartitionException | InvalidTopicException e) {
      return new TopicFact.Missing(String.valueOf(e.getMessage()));
    } catch (AuthorizationException e) {
      return new TopicFact.Forbidden(String.valueOf(e.getMessage()));
    }
  }

  private static int maxMessageBytes(KafkaFuture<Config> config) {
    try {
      var entry = TopicCreation.await(config, LIMIT).get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
      return entry == null || entry.value() == null
          ? TopicFact.DEFAULT_MAX_MESSAGE_BYTES
          : Integer.parseInt(entry.value());
    } catch (AuthorizationException mayNotLook) {
      return TopicFact.DEFAULT_MAX_MESSAGE_BYTES;
    }
  }

  private static ConfigResource resource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }
}
