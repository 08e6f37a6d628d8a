package diner.shared.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Diner's topics under one prefix: a topic for each kind of job, the replies, and the dead letters.
 *
 * @param prefix what their names begin with, {@code jobs} by default
 */
public record Topics(String prefix) {

  public static final String DEFAULT_PREFIX = "jobs";

  private static final int PARTITIONS = 8;

  /** What the topic of dead letters takes in one record, as it is made. */
  public static final int DEAD_LETTER_MAX_BYTES = 8 * 1024 * 1024;

  public Topics {
    if (!prefix.matches("[a-zA-Z0-9._-]{1,150}")) {
      throw new IllegalArgumentException(
          "topic prefix must be 1 to 150 letters, digits, dots, hyphens or underscores, was '"
              + prefix
              + "'");
    }
  }

  /** The topic of a kind's jobs. */
  public String jobs(String kind) {
    return prefix + "." + kind;
  }

  public String replies() {
    return prefix + ".replies";
  }

  public String deadLetters() {
    return prefix + ".dead-letters";
  }

  /** Whether a topic is one of this prefix. */
  public boolean owns(String topic) {
    return topic.startsWith(prefix + ".");
  }

  /**
   * How the topics are made where they are missing: those of the given kinds, and the two others.
   */
  public List<NewTopic> specifications(Collection<String> kinds) {
    return specificationsWith(kinds.stream().map(this::jobs).toList());
  }

  /** The same, where the topics of jobs have names of their own. */
  public List<NewTopic> specificationsWith(Collection<String> jobTopics) {
    var topics = new ArrayList<NewTopic>();
    for (var name : jobTopics) {
      topics.add(topic(name, PARTITIONS, Map.of(TopicConfig.RETENTION_MS_CONFIG, days(7))));
    }
    topics.add(topic(replies(), PARTITIONS, Map.of(TopicConfig.RETENTION_MS_CONFIG, days(1))));
    topics.add(
        topic(
            deadLetters(),
            1,
            Map.of(
                TopicConfig.RETENTION_MS_CONFIG,
                days(7),
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                Integer.toString(DEAD_LETTER_MAX_BYTES))));
    return topics;
  }

  private static NewTopic topic(String name, int partitions, Map<String, String> configs) {
    return new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(configs);
  }

  private static String days(int days) {
    return Long.toString(Duration.ofDays(days).toMillis());
  }
}
