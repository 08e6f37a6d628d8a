package diner.worker.handler;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The wait for a future in an {@link AwaitingHandler}; other kinds of handlers may not wait. */
public final class Await {

  private Await() {}

  /**
   * Waits until the future has ended, at most until the attempt is cut off, and returns its result.
   * A future that failed throws its cause, the very same.
   *
   * @throws IllegalStateException on an event loop and on a worker thread of Vert.x, as cleaners
   *     are, where it would hold up others
   * @throws JobFault where the attempt was cut off meanwhile; the thread stays interrupted
   */
  public static <T extends @Nullable Object> T await(Future<T> future) {
    requireThreadThatMayWait();
    if (!future.isComplete()) {
      var ended = new CountDownLatch(1);
      future.onComplete(_ -> ended.countDown());
      try {
        ended.await();
      } catch (InterruptedException cutOff) {
        Thread.currentThread().interrupt(); // whatever it waits for next ends at once, too
        throw JobFault.unanswered("cancelled", "cut off while it awaited a future");
      }
    }
    if (future.failed()) {
      throw Await.<RuntimeException>asItIs(future.cause());
    }
    return future.result();
  }

  private static void requireThreadThatMayWait() {
    if (Context.isOnEventLoopThread()) {
      throw new IllegalStateException(
          "await was called on event loop %s of a waiting handler: return the future, or make it an AwaitingHandler"
              .formatted(Thread.currentThread().getName()));
    }
    if (Context.isOnWorkerThread()) {
      throw new IllegalStateException(
          "await was called on worker thread %s, where a computing handler runs: await in an AwaitingHandler, and compute what came of it in a ComputingHandler"
              .formatted(Thread.currentThread().getName()));
    }
  }

  /** Lets a checked exception through that the future's type does not tell of. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <X extends Throwable> X asItIs(Throwable cause) throws X {
    throw (X) cause;
  }
}
