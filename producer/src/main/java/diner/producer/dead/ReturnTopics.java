package diner.producer.dead;

import diner.producer.KafkaConnection;
import diner.shared.cli.MissingRights;
import diner.shared.kafka.KafkaSettings;
import diner.shared.kafka.Right;
import diner.shared.kafka.TopicCreation;
import diner.shared.kafka.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * The topics that jobs go back to. Each is looked at before anything is sent there, since the
 * client would have Kafka create one that is missing. Owned by one thread.
 */
final class ReturnTopics {

  private sealed interface Found {

    record Usable(int partitions) implements Found {}

    record Unusable(String why) implements Found {}
  }

  private final Admin admin;
  private final KafkaSettings settings;
  private final Topics topics;
  private final Map<String, Found> found = new HashMap<>();
  private int next = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE / 2);

  /**
   * @param admin stays the caller's
   */
  ReturnTopics(Admin admin, KafkaSettings settings, Topics topics) {
    this.admin = admin;
    this.settings = settings;
    this.topics = topics;
  }

  /** Why no job can go there; empty where it can. */
  Optional<String> problemWith(String topic) {
    return switch (found.computeIfAbsent(topic, this::look)) {
      case Found.Usable _ -> Optional.empty();
      case Found.Unusable(var why) -> Optional.of(why);
    };
  }

  /**
   * The partition for a job without a key, in turn. Null where it has one, which decides: the
   * client's default, murmur2, sends it to where it sent it before.
   */
  @Nullable Integer partitionFor(Letter letter, String topic) {
    if (letter.key() != null) {
      return null;
    }
    next = (next + 1) & Integer.MAX_VALUE;
    return switch (found.computeIfAbsent(topic, this::look)) {
      case Found.Usable(var partitions) -> next % partitions;
      case Found.Unusable(var why) -> throw new IllegalStateException(topic + ": " + why);
    };
  }

  private Found look(String topic) {
    if (topic.equals(topics.deadLetters()) || topic.equals(topics.replies())) {
      return new Found.Unusable("'%s' is no topic of jobs".formatted(topic));
    }
    var write = Right.writeTopic(topic);
    try {
      var options = new DescribeTopicsOptions().includeAuthorizedOperations(true);
      var description =
          TopicCreation.await(
                  admin.describeTopics(List.of(topic), options).allTopicNames(),
                  KafkaConnection.LIMIT)
              .get(topic);
      if (description == null || description.isInternal()) {
        return new Found.Unusable("'%s' is no topic of jobs".formatted(topic));
      }
      write.requireIn(description.authorizedOperations());
      return new Found.Usable(description.partitions().size());
    } catch (UnknownTopicOrPartitionException | InvalidTopicException e) {
      return new Found.Unusable("topic '%s' does not exist".formatted(topic));
    } catch (TopicAuthorizationException e) {
      return new Found.Unusable(MissingRights.line(List.of(write), settings));
    }
  }
}
