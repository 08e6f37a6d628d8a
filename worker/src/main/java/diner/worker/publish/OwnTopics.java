package diner.worker.publish;

/**
 * The worker's own topics: what can't go elsewhere goes there, so that a record for them is never
 * given up.
 */
public record OwnTopics(String replies, String deadLetters) {

  boolean has(String topic) {
    return topic.equals(replies) || topic.equals(deadLetters);
  }
}
