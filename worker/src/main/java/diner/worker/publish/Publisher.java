package diner.worker.publish;

import diner.worker.flow.Batch;
import diner.worker.flow.BatchEnd;

/** Brings a batch's records to Kafka. Owned by the thread {@code publisher}. */
public interface Publisher extends AutoCloseable {

  /**
   * Returns when it is certain how the batch ended, however long Kafka is away.
   *
   * @throws RuntimeException where Kafka refuses for good: the worker ends
   */
  BatchEnd publish(Batch batch);

  @Override
  void close();
}
