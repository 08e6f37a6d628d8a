package diner.producer.doctor;

import diner.shared.kafka.TopicCreation;
import diner.shared.kafka.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * What the checks look at once Kafka can be reached: the topics of a prefix and the group of its
 * workers. The admin client is the command's; any thread may use it.
 */
record Patient(Admin admin, Topics topics, String group) {

  /** No answer is worth waiting longer for. */
  static final Duration LIMIT = Duration.ofSeconds(4);

  static <T> T await(KafkaFuture<T> future) {
    return TopicCreation.await(future, LIMIT);
  }

  /** Names of all topics there are, Kafka's own too. */
  Set<String> existing() {
    return await(admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
  }

  /** The topics of the prefix that exist. */
  Set<String> own() {
    var names = new TreeSet<>(existing());
    names.removeIf(name -> !topics.owns(name));
    return names;
  }

  static boolean isForJobs(Topics topics, String topic) {
    return topics.owns(topic)
        && !topic.equals(topics.replies())
        && !topic.equals(topics.deadLetters());
  }

  static List<TopicPartition> partitions(TopicDescription topic) {
    return topic.partitions().stream()
        .map(each -> new TopicPartition(topic.name(), each.partition()))
        .toList();
  }
}
