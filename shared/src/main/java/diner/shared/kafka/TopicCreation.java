package diner.shared.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics that are missing; one that exists is never changed. */
public final class TopicCreation {

  private static final Duration PAUSE = Duration.ofMillis(20);

  private TopicCreation() {}

  /**
   * Creates what is missing and returns the names of the topics it made, in their order, once their
   * leaders take records.
   *
   * @throws KafkaException where the broker refuses, or does not answer within the limit
   */
  public static List<String> createMissing(
      Admin admin, Collection<NewTopic> topics, Duration limit) {
    var existing = await(admin.listTopics().names(), limit);
    var missing = topics.stream().filter(topic -> !existing.contains(topic.name())).toList();
    var created = new ArrayList<String>();
    for (var result : admin.createTopics(missing).values().entrySet()) {
      if (isMadeByUs(result.getKey(), result.getValue(), limit)) {
        created.add(result.getKey());
      }
    }
    if (!created.isEmpty()) {
      awaitLeaders(
          admin, missing.stream().filter(topic -> created.contains(topic.name())).toList(), limit);
    }
    return created;
  }

  /**
   * A topic is known a moment before its leaders lead. An idempotent producer that sends then may
   * have its first batch refused and its second one taken, and the first can never follow: it is
   * lost after the delivery time-out (KAFKA-15591). A leader that tells its end takes records.
   */
  private static void awaitLeaders(Admin admin, List<NewTopic> topics, Duration limit) {
    var names = topics.stream().map(NewTopic::name).toList();
    var ends = new HashMap<TopicPartition, OffsetSpec>();
    for (var topic : topics) {
      for (var partition = 0; partition < topic.numPartitions(); partition++) {
        ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
      }
    }
    var limitNanos = System.nanoTime() + limit.toNanos();
    while (true) {
      try {
        // In this order: of a topic not known yet, the second request would log an error.
        await(admin.describeTopics(names).allTopicNames(), limit);
        await(admin.listOffsets(ends).all(), limit);
        return;
      } catch (RetriableException notYet) {
        if (System.nanoTime() - limitNanos >= 0) {
          throw notYet;
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new org.apache.kafka.common.errors.InterruptException(e);
    }
  }

  /** Two workers that start together both try; either's topic is the same. */
  private static boolean isMadeByUs(String topic, KafkaFuture<Void> creation, Duration limit) {
    try {
      await(creation, limit);
      return true;
    } catch (TopicExistsException madeByAnother) {
      return false;
    } catch (AuthorizationException notEvenThat) {
      throw new RightMissing(Right.createTopic(topic));
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
