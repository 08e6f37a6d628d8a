package diner.worker.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A producer that does nothing but note what it is asked for, in one line a call, and fails as it
 * is told to: once for each error in a queue, or for each record that it is told to refuse.
 */
final class ScriptedProducer extends MockProducer<byte[], byte[]> {

  final List<String> calls = new ArrayList<>();
  final ArrayDeque<RuntimeException> initErrors = new ArrayDeque<>();
  final ArrayDeque<RuntimeException> beginErrors = new ArrayDeque<>();
  final ArrayDeque<RuntimeException> offsetsErrors = new ArrayDeque<>();
  final ArrayDeque<RuntimeException> commitErrors = new ArrayDeque<>();
  final ArrayDeque<RuntimeException> abortErrors = new ArrayDeque<>();
  final ArrayDeque<RuntimeException> sendErrors = new ArrayDeque<>();

  /** Refuses a record by its value, in its acknowledgement at once. */
  Function<String, @Nullable RuntimeException> refusing = _ -> null;

  /**
   * Refuses, when they are waited for, all records sent since: as the client does where one is to
   * blame.
   */
  Function<String, @Nullable RuntimeException> refusingLate = _ -> null;

  Runnable onInit = () -> {};
  Runnable onOffsets = () -> {};
  Runnable onCommit = () -> {};
  Runnable onAbort = () -> {};

  /** Acknowledges nothing. */
  boolean silent;

  private final List<CompletableFuture<RecordMetadata>> unacknowledged = new ArrayList<>();
  private @Nullable RuntimeException late;

  @Override
  public void initTransactions() {
    onInit.run();
    call("init", initErrors);
  }

  @Override
  public void beginTransaction() {
    call("begin", beginErrors);
    late = null;
    unacknowledged.clear();
  }

  @Override
  public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
    var value = record.value() == null ? "null" : new String(record.value(), UTF_8);
    calls.add("send " + value);
    var error = sendErrors.isEmpty() ? refusing.apply(value) : sendErrors.poll();
    if (error != null) {
      return CompletableFuture.failedFuture(error);
    }
    if (late == null) {
      late = refusingLate.apply(value);
    }
    var acknowledgement =
        new CompletableFuture<RecordMetadata>() {
          @Override
          public RecordMetadata get(long timeout, TimeUnit unit)
              throws InterruptedException, ExecutionException, TimeoutException {
            flush();
            return super.get(timeout, unit);
          }
        };
    unacknowledged.add(acknowledgement);
    return acknowledgement;
  }

  @Override
  public synchronized void flush() {
    if (silent) {
      return;
    }
    for (var acknowledgement : unacknowledged) {
      if (late != null) {
        acknowledgement.completeExceptionally(late);
      } else {
        acknowledgement.complete(new RecordMetadata(new TopicPartition("any", 0), 0, 0, 0, 0, 0));
      }
    }
    unacknowledged.clear();
  }

  @Override
  public void sendOffsetsToTransaction(
      Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
    onOffsets.run();
    var said = new StringBuilder("offsets of " + group.memberId());
    offsets.forEach((partition, offset) ->
        said.append(' ')
            .append(partition)
            .append('@')
            .append(offset.offset())
            .append(offset.metadata()));
    call(said.toString(), offsetsErrors);
  }

  @Override
  public void commitTransaction() {
    onCommit.run();
    call("commit", commitErrors);
  }

  @Override
  public void abortTransaction() {
    onAbort.run();
    call("abort", abortErrors);
  }

  @Override
  public void close(Duration timeout) {
    calls.add("close");
  }

  private void call(String name, ArrayDeque<RuntimeException> errors) {
    calls.add(name);
    var error = errors.poll();
    if (error != null) {
      throw error;
    }
  }
}
