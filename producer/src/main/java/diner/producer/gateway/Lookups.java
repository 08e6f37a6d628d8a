package diner.producer.gateway;

import diner.producer.replies.ReplySearch;
import diner.producer.replies.ReplySearch.Result;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Searches for replies on threads of its own, {@code lookup-N}: few at once, and few that wait for
 * their turn. More are refused.
 */
final class Lookups implements AutoCloseable {

  private static final int AT_ONCE = 2;
  private static final int WAITING = 62;
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final ReplySearch search;
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          AT_ONCE,
          AT_ONCE,
          10,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          Thread.ofPlatform().daemon().name("lookup-", 0).factory());

  Lookups(ReplySearch search) {
    this.search = search;
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Begins a search within the time limit, for the event loop.
   *
   * @return on the loop; fails with {@link RejectedExecutionException} where there are too many
   */
  Future<Result> find(String jobId, Context loop) {
    var end = System.nanoTime() + LIMIT.toNanos();
    try {
      return Future.fromCompletionStage(
          CompletableFuture.supplyAsync(() -> search.find(jobId, end), threads), loop);
    } catch (RejectedExecutionException e) {
      return Future.failedFuture(e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
