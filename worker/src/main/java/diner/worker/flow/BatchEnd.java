package diner.worker.flow;

/** How the publication of a batch ended; intake is told exactly one end of each. */
public sealed interface BatchEnd {

  Batch batch();

  /** Its records are in Kafka; its commit points are intake's to commit: at-least-once. */
  record Sent(Batch batch) implements BatchEnd {}

  /** Its records and its commit points are in Kafka, in one transaction: exactly-once. */
  record Committed(Batch batch) implements BatchEnd {}

  /**
   * Nothing of it is in Kafka. What of it is still this worker's is to come again, with fresh
   * commit points, before any later batch.
   *
   * @param mapRefused whether the broker refused the commit points' metadata as too long
   */
  record Aborted(Batch batch, boolean mapRefused) implements BatchEnd {}

  /**
   * Whether it is in Kafka is not known, and the producer had to be replaced: what is committed
   * must be read again, as after a crash.
   */
  record Unknown(Batch batch) implements BatchEnd {}
}
