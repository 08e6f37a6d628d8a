package diner.worker.answer;

import diner.shared.message.DeadLetterHeaders;
import diner.shared.message.Header;
import diner.shared.message.Headers;
import diner.shared.message.Reason;
import diner.shared.message.Reply.Failure;
import diner.worker.flow.Delivery;
import diner.worker.flow.Publication;
import diner.worker.flow.Ticket;
import java.nio.ByteBuffer;
import java.util.ArrayList;

/**
 * Encodes dead letters: the job as it came, and headers that say what became of it, under our names
 * and under Spring's. Pure; safe for every thread.
 *
 * @param worker this worker's name
 * @param group the consumer group, for Spring's headers
 * @param topic where dead letters go
 * @param limitBytes what the topic takes; a larger job's value is left out
 */
record DeadLetterRecords(String worker, String group, String topic, int limitBytes) {

  Publication of(Ticket ticket, int attempts, Reason reason, Failure failure) {
    var delivery = ticket.delivery();
    var headers = new ArrayList<>(delivery.headers().all());
    addOurs(headers, delivery, attempts, reason, failure);
    addSprings(headers, delivery, failure);
    var whole =
        new Publication(topic, null, delivery.key(), delivery.value(), new Headers(headers));
    if (delivery.value() == null || whole.bytes() <= limitBytes) {
      return whole;
    }
    headers.add(
        Header.of(DeadLetterHeaders.VALUE_OMITTED, Integer.toString(delivery.value().length)));
    return new Publication(topic, null, delivery.key(), null, new Headers(headers));
  }

  boolean isOne(Publication record) {
    return record.topic().equals(topic);
  }

  private void addOurs(
      ArrayList<Header> headers, Delivery delivery, int attempts, Reason reason, Failure failure) {
    var turn = delivery.turn();
    headers.add(Header.of(DeadLetterHeaders.TOPIC, turn.topic()));
    headers.add(Header.of(DeadLetterHeaders.PARTITION, Integer.toString(turn.partition())));
    headers.add(Header.of(DeadLetterHeaders.OFFSET, Long.toString(turn.offset())));
    headers.add(Header.of(DeadLetterHeaders.TIMESTAMP, Long.toString(delivery.timestampMillis())));
    headers.add(Header.of(DeadLetterHeaders.REASON, reason.text()));
    headers.add(Header.of(DeadLetterHeaders.ERROR_TYPE, failure.type()));
    headers.add(Header.of(DeadLetterHeaders.ERROR_MESSAGE, failure.message()));
    headers.add(Header.of(DeadLetterHeaders.ATTEMPTS, Integer.toString(attempts)));
    headers.add(Header.of(DeadLetterHeaders.WORKER, worker));
  }

  /** Names and binary forms of Spring Kafka's DeadLetterPublishingRecoverer. */
  private void addSprings(ArrayList<Header> headers, Delivery delivery, Failure failure) {
    var turn = delivery.turn();
    headers.add(Header.of("kafka_dlt-original-topic", turn.topic()));
    headers.add(new Header("kafka_dlt-original-partition", bytes(turn.partition())));
    headers.add(new Header("kafka_dlt-original-offset", bytes(turn.offset())));
    headers.add(new Header("kafka_dlt-original-timestamp", bytes(delivery.timestampMillis())));
    headers.add(Header.of("kafka_dlt-original-timestamp-type", "CreateTime"));
    headers.add(Header.of("kafka_dlt-original-consumer-group", group));
    headers.add(Header.of("kafka_dlt-exception-fqcn", failure.type()));
    headers.add(Header.of("kafka_dlt-exception-message", failure.message()));
  }

  private static byte[] bytes(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }

  private static byte[] bytes(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }
}
