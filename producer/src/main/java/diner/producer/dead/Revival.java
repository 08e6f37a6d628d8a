package diner.producer.dead;

import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What a redrive writes for one letter.
 *
 * @param job the job as it was
 * @param marker says that the letter was redriven
 */
record Revival(
    Letter letter, ProducerRecord<byte[], byte[]> job, ProducerRecord<byte[], byte[]> marker) {}
