package diner.shared.message;

/**
 * The place of a job in its queue: the record's topic, partition and offset, as the broker
 * acknowledged it. Written {@code topic/partition@offset}; the identity of a job that came without
 * one.
 */
public record Turn(String topic, int partition, long offset) {

  public Turn {
    if (topic.isEmpty() || partition < 0 || offset < 0) {
      throw new IllegalArgumentException(
          "expected a topic, a partition and an offset from 0, got '%s', %d, %d"
              .formatted(topic, partition, offset));
    }
  }

  @Override
  public String toString() {
    return topic + "/" + partition + "@" + offset;
  }
}
