package diner.worker.publish;

/** What the cluster says of a topic. */
public sealed interface TopicFact {

  /** What a topic takes in one record, where nobody says otherwise: the broker's own default. */
  int DEFAULT_MAX_MESSAGE_BYTES = 1_048_588;

  /** It is there. */
  record Found(int partitions, int maxMessageBytes) implements TopicFact {}

  /**
   * There is no such topic.
   *
   * @param reason in the broker's words
   */
  record Missing(String reason) implements TopicFact {}

  /**
   * The worker may not even look at it.
   *
   * @param reason in the broker's words
   */
  record Forbidden(String reason) implements TopicFact {}
}
