package diner.shared.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics that are missing; one that exists is never changed. */
public final class TopicCreation {

  private TopicCreation() {}

  /**
   * Creates what is missing and returns the names of the topics it made, in their order.
   *
   * @throws KafkaException where the broker refuses, or does not answer within the limit
   */
  public static List<String> createMissing(
      Admin admin, Collection<NewTopic> topics, Duration limit) {
    var existing = await(admin.listTopics().names(), limit);
    var missing = topics.stream().filter(topic -> !existing.contains(topic.name())).toList();
    var created = new ArrayList<String>();
    for (var result : admin.createTopics(missing).values().entrySet()) {
      if (isMadeByUs(result.getValue(), limit)) {
        created.add(result.getKey());
      }
    }
    return created;
  }

  /** Two workers that start together both try; either's topic is the same. */
  private static boolean isMadeByUs(KafkaFuture<Void> creation, Duration limit) {
    try {
      await(creation, limit);
      return true;
    } catch (TopicExistsException madeByAnother) {
      return false;
    }
  }

  /** Waits for an answer of the admin client, with a limit, and unwraps its error. */
  public static <T> T await(KafkaFuture<T> future, Duration limit) {
    try {
      return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
    } catch (TimeoutException e) {
      throw new org.apache.kafka.common.errors.TimeoutException(
          "no answer within " + limit.toMillis() + " ms", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new org.apache.kafka.common.errors.InterruptException(e);
    }
  }
}
