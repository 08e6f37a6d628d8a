package diner.worker.publish;

import diner.worker.flow.Batch;
import diner.worker.flow.BatchEnd;

/** Brings a batch's records to Kafka. Owned by the thread {@code publisher}. */
public interface Publisher extends AutoCloseable {

  /**
   * Makes ready for the first batch; returns when that is so, however long Kafka is away.
   *
   * @throws RuntimeException where Kafka refuses for good: the worker ends
   */
  void open();

  /**
   * Returns when it is certain how the batch ended, however long Kafka is away. The batch that
   * ended has the same jobs as the one handed in; those whose records could not go have others.
   *
   * @throws RuntimeException where Kafka refuses for good: the worker ends
   */
  BatchEnd publish(Batch batch);

  @Override
  void close();
}
