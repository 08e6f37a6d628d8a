package diner.bench.rival;

import diner.bench.noop.NoopHandler;
import diner.shared.kafka.KafkaSettings;
import diner.worker.intake.ConsumerSettings;
import diner.worker.publish.ProducerSettings;
import diner.worker.publish.TransactionalId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Polls, does what was polled, replies, commits, and polls again: with the worker's own client
 * settings, and nothing of the worker around it. An error ends it. Owned by the thread that runs
 * it.
 */
final class Loop implements AutoCloseable {

  private static final Duration POLL_LIMIT = Duration.ofSeconds(1);
  private static final Duration REVOKE_GRACE = Duration.ofSeconds(5);

  private final Style style;
  private final boolean isTransactional;
  private final ReplyForm replies;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaProducer<byte[], byte[]> producer;

  /** The first reply that was not taken; written by the producer's thread. */
  private volatile @Nullable Exception refusal;

  Loop(KafkaSettings kafka, String group, Style style, boolean isTransactional, ReplyForm replies) {
    this.style = style;
    this.isTransactional = isTransactional;
    this.replies = replies;
    this.consumer =
        new KafkaConsumer<>(
            ConsumerSettings.of(kafka, group, "classic", Optional.empty(), REVOKE_GRACE));
    this.producer =
        new KafkaProducer<>(
            isTransactional
                ? ProducerSettings.exactlyOnce(kafka, TransactionalId.of(group, Optional.empty()))
                : ProducerSettings.atLeastOnce(kafka));
  }

  /** Until it is interrupted, or something fails. */
  void run(String topic) throws InterruptedException, ExecutionException {
    if (isTransactional) {
      producer.initTransactions();
    }
    consumer.subscribe(List.of(topic));
    while (true) {
      var jobs = consumer.poll(POLL_LIMIT);
      if (!jobs.isEmpty()) {
        serve(jobs);
      }
    }
  }

  private void serve(ConsumerRecords<byte[], byte[]> jobs)
      throws InterruptedException, ExecutionException {
    if (isTransactional) {
      producer.beginTransaction();
      answer(jobs);
      producer.sendOffsetsToTransaction(jobs.nextOffsets(), consumer.groupMetadata());
      producer.commitTransaction();
    } else {
      answer(jobs);
      producer.flush();
      requireTaken();
      consumer.commitSync(jobs.nextOffsets());
    }
  }

  private void answer(ConsumerRecords<byte[], byte[]> jobs)
      throws InterruptedException, ExecutionException {
    switch (style) {
      case BARE -> oneByOne(jobs);
      case FUTURES -> asFutures(jobs);
      case THREADS -> onThreads(jobs);
    }
  }

  private void oneByOne(ConsumerRecords<byte[], byte[]> jobs) {
    for (var job : jobs) {
      var _ =
          producer.send(
              replies.answer(job),
              (metadata, error) -> {
                if (error != null) {
                  refusal = error;
                }
              });
    }
  }

  private void requireTaken() {
    if (refusal != null) {
      throw new IllegalStateException("a reply was not taken", refusal);
    }
  }

  private void asFutures(ConsumerRecords<byte[], byte[]> jobs) {
    var published = new ArrayList<CompletableFuture<RecordMetadata>>(jobs.count());
    for (var job : jobs) {
      published.add(handle(job).thenCompose(result -> publish(job)));
    }
    CompletableFuture.allOf(published.toArray(CompletableFuture<?>[]::new)).join();
  }

  /** The same as the worker's handler does: nothing, at once. */
  private static CompletableFuture<NoopHandler.Payload> handle(ConsumerRecord<byte[], byte[]> job) {
    return CompletableFuture.completedFuture(new NoopHandler.Payload(job.partition()));
  }

  private CompletableFuture<RecordMetadata> publish(ConsumerRecord<byte[], byte[]> job) {
    var published = new CompletableFuture<RecordMetadata>();
    var _ =
        producer.send(
            replies.answer(job),
            (metadata, error) -> {
              if (error == null) {
                published.complete(metadata);
              } else {
                published.completeExceptionally(error);
              }
            });
    return published;
  }

  private void onThreads(ConsumerRecords<byte[], byte[]> jobs)
      throws InterruptedException, ExecutionException {
    var running = new ArrayList<Future<RecordMetadata>>(jobs.count());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var job : jobs) {
        running.add(threads.submit(() -> producer.send(replies.answer(job)).get()));
      }
    }
    for (var each : running) {
      var _ = each.get();
    }
  }

  @Override
  public void close() {
    consumer.close();
    producer.close();
  }
}
