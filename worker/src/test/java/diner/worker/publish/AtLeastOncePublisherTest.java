package diner.worker.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diner.worker.Deliveries;
import diner.worker.flow.Batch;
import diner.worker.flow.Settled;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class AtLeastOncePublisherTest {

  private final FailingProducer producer = new FailingProducer();
  private final AtLeastOncePublisher publisher = new AtLeastOncePublisher(producer);

  @Test
  void publishesAllRecordsOfABatchInTheirOrder() {
    publisher.publish(batch("a", "b", "c"));

    assertThat(producer.sent).containsExactly("a", "b", "c");
  }

  @Test
  void sendsAgainWhatWasNotAcknowledgedInTime() {
    producer.failures.add(new TimeoutException("2 minutes"));
    producer.failures.add(new TimeoutException("2 minutes"));

    publisher.publish(batch("a", "b", "c"));

    assertThat(producer.sent).containsExactly("a", "b", "c", "a", "b");
  }

  @Test
  void endsTheWorkerWhereARecordIsRefusedForGood() {
    producer.failures.add(new RecordTooLargeException("2 MiB"));

    assertThatThrownBy(() -> publisher.publish(batch("a")))
        .isInstanceOf(KafkaException.class)
        .hasMessageContaining("jobs.replies")
        .hasCauseInstanceOf(RecordTooLargeException.class);
  }

  private static Batch batch(String... values) {
    var settled = new ArrayList<Settled>();
    for (var value : values) {
      settled.add(
          Deliveries.settled(
              Deliveries.ticket(settled.size()), Deliveries.reply(value.getBytes(UTF_8))));
    }
    return Deliveries.batch(settled.toArray(Settled[]::new));
  }

  /** Acknowledges at once; fails as many sends, from the first on, as it has failures. */
  private static final class FailingProducer extends MockProducer<byte[], byte[]> {
    final ArrayDeque<KafkaException> failures = new ArrayDeque<>();
    final List<String> sent = new ArrayList<>();

    @Override
    public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
      sent.add(new String(record.value(), UTF_8));
      var failure = failures.poll();
      return failure != null
          ? CompletableFuture.failedFuture(failure)
          : CompletableFuture.completedFuture(
              new RecordMetadata(new TopicPartition(record.topic(), 0), 0, 0, 0, 0, 0));
    }

    @Override
    public synchronized void flush() {
      // Everything is acknowledged or refused already.
    }
  }
}
