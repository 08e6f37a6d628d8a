package diner.worker.publish;

import diner.worker.flow.Batch;

/** Brings a batch's records to Kafka. Owned by the thread {@code publisher}. */
public interface Publisher extends AutoCloseable {

  /**
   * Returns when all records of the batch are acknowledged, however long Kafka is away.
   *
   * @throws RuntimeException where Kafka refuses a record for good: the worker ends
   */
  void publish(Batch batch);

  @Override
  void close();
}
