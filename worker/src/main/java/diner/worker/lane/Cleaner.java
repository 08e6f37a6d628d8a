package diner.worker.lane;

import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One cleaner: a worker verticle that does one step of computing work at a time, on a thread of its
 * own. It is sent steps at an address of its own, and only while it is free.
 *
 * @param number from 0
 */
record Cleaner(int number) implements Deployable {

  /**
   * A piece of work for a cleaner, and who is told how it ended.
   *
   * @param whenOver called on the cleaner's thread with the result or the error
   */
  record Step(Callable<?> work, BiConsumer<@Nullable Object, @Nullable Throwable> whenOver) {}

  @Override
  public Future<?> deploy(Context context) {
    return context.owner().eventBus().<Step>consumer(address(), this::take).completion();
  }

  String address() {
    return "cleaner-" + number;
  }

  private void take(Message<Step> message) {
    var step = message.body();
    @Nullable Object result = null;
    @Nullable Throwable error = null;
    try {
      result = step.work().call();
    } catch (Exception | LinkageError | OutOfMemoryError | StackOverflowError | AssertionError e) {
      error = e;
    }
    step.whenOver().accept(result, error);
  }
}
