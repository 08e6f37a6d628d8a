package diner.worker.flow;

/**
 * A partition during one assignment to this worker. Everything in flight carries it, so that a late
 * result of a former assignment is dropped instead of being taken for one of the present.
 *
 * @param epoch counts the assignments of this process; never reused
 */
public record Assignment(String topic, int partition, long epoch) {

  @Override
  public String toString() {
    return topic + "/" + partition + "#" + epoch;
  }
}
