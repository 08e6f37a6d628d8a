package diner.producer.lag;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Reads from a commit how many jobs are finished beyond the committed offset. */
@FunctionalInterface
interface DoneAhead {

  /**
   * For commits that carry no map of finished jobs, as the workers write them so far: unknown
   * metadata counts as none.
   */
  DoneAhead NONE = (partition, commit) -> 0;

  long count(TopicPartition partition, OffsetAndMetadata commit);
}
