package diner.worker.publish;

import java.util.Map;
import java.util.Set;

/** Where facts about topics come from. */
public interface TopicFacts extends AutoCloseable {

  /**
   * A fact for each of these topics, within a bounded time.
   *
   * @throws org.apache.kafka.common.errors.RetriableException where Kafka is away
   */
  Map<String, TopicFact> of(Set<String> topics);

  @Override
  default void close() {}
}
