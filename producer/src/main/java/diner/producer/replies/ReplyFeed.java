package diner.producer.replies;

import diner.shared.kafka.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Listens to the reply topic: one consumer of all its partitions on one thread, {@code replies},
 * which also owns the filter. Others reach the filter only through {@link #execute}. What is put
 * there before a job is sent is known to the filter before that job's reply can come.
 */
public final class ReplyFeed implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration OFFER = Duration.ofMillis(20);
  private static final Duration ASK_LIMIT = Duration.ofSeconds(2);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
  private static final int MAILBOX_LIMIT = 8_192;

  private final ReplyFilter filter;
  private final ReplySink sink;
  private final ReplyConsumer consumer;
  private final BlockingQueue<Runnable> mailbox = new ArrayBlockingQueue<>(MAILBOX_LIMIT);
  private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
  private volatile boolean closing;

  // Owned by the feed's thread.
  private boolean caughtUp;

  private ReplyFeed(ReplyConsumer consumer, ReplyFilter filter, ReplySink sink) {
    this.consumer = consumer;
    this.filter = filter;
    this.sink = sink;
  }

  /**
   * Starts to listen. When this returns, the positions are taken: no reply to a job sent from now
   * on is missed.
   *
   * @param limit how long finding the positions may take
   * @throws KafkaException where they can't be found
   */
  public static ReplyFeed start(
      KafkaSettings settings,
      ReplyQuery query,
      ReplyFilter filter,
      ReplySink sink,
      Duration limit) {
    var ready = new CompletableFuture<@Nullable Void>();
    var feed = new ReplyFeed(new ReplyConsumer(settings, query), filter, sink);
    Thread.ofPlatform().daemon().name("replies").start(() -> feed.run(ready));
    try {
      ready.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return feed;
    } catch (ExecutionException | TimeoutException e) {
      feed.close();
      throw e.getCause() instanceof KafkaException cause
          ? cause
          : new org.apache.kafka.common.errors.TimeoutException(
              "no positions in " + query.topic() + " within " + limit.toMillis() + " ms", e);
    } catch (InterruptedException e) {
      feed.close();
      throw new InterruptException(e);
    }
  }

  /** Has the feed's thread run something before it looks at any further reply. */
  public void execute(Runnable task) {
    var waited = false;
    while (!ended.isDone()) {
      try {
        if (mailbox.offer(task, waited ? OFFER.toMillis() : 0, TimeUnit.MILLISECONDS)) {
          return;
        }
      } catch (InterruptedException e) {
        throw new InterruptException(e); // which marks the thread as interrupted
      }
      waited = true;
      consumer.wakeUp();
    }
  }

  /**
   * Has the feed's thread answer a question about what it owns.
   *
   * @param otherwise the answer of a feed that has ended, or is too busy to answer
   */
  public <T> T ask(Supplier<T> question, T otherwise) throws InterruptedException {
    var answer = new CompletableFuture<T>();
    execute(() -> answer.complete(question.get()));
    consumer.wakeUp();
    try {
      return answer.get(ASK_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return otherwise;
    }
  }

  private void run(CompletableFuture<@Nullable Void> ready) {
    try (consumer) {
      consumer.takePositions();
      ready.complete(null);
      while (!closing) {
        turn();
      }
    } catch (WakeupException | InterruptedException e) {
      // closing
    } catch (RuntimeException e) {
      if (!ready.completeExceptionally(e) && !closing) {
        sink.onEnd(e);
      }
    } finally {
      ready.completeExceptionally(new KafkaException("closed before it had begun"));
      ended.complete(null);
    }
  }

  private void turn() throws InterruptedException {
    if (!caughtUp && consumer.isCaughtUp()) {
      caughtUp = true;
      sink.onCaughtUp();
    }
    var polled = consumer.poll(POLL);
    runMailbox();
    var wanted = new ArrayList<ReplyRecord>();
    for (var consumed : polled) {
      var reply = new ReplyRecord(consumed);
      if (filter.wants(reply)) {
        wanted.add(reply);
      }
    }
    deliver(wanted);
  }

  /** A slow reader holds the feed up, but never the mailbox: its writers don't wait for readers. */
  private void deliver(List<ReplyRecord> wanted) throws InterruptedException {
    while (!wanted.isEmpty() && !closing && !sink.offer(wanted, OFFER)) {
      runMailbox();
    }
  }

  private void runMailbox() {
    var tasks = new ArrayList<Runnable>();
    mailbox.drainTo(tasks);
    tasks.forEach(Runnable::run);
  }

  @Override
  public void close() {
    closing = true;
    consumer.wakeUp();
    try {
      ended.get(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // A daemon thread: it ends with the process at the latest.
    }
  }
}
