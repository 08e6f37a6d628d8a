package diner.producer.doctor;

import java.time.Instant;
import org.apache.kafka.common.TopicPartition;

/**
 * A transaction that has begun in a partition and not ended.
 *
 * @param offset of its first record: readers of committed records see nothing from here on
 * @param lastRecord when its producer last wrote there, by the producer's clock
 * @param transactionalId empty where no coordinator knows of it
 */
record OpenTransaction(
    TopicPartition partition,
    long offset,
    long producerId,
    Instant lastRecord,
    String transactionalId) {}
