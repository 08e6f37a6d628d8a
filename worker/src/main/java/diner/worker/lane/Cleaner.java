package diner.worker.lane;

import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One cleaner: a worker verticle that does one step of computing work at a time, on a thread of its
 * own. It is sent steps at an address of its own while it is free. While it is busy there may lie
 * one step for it to go on with, so that it need not idle until the next one is sent.
 *
 * @param number from 0
 * @param next the step to go on with; whoever takes it out, the cleaner or the dispatcher, has it
 * @param told who is told of each step that is over
 */
record Cleaner(int number, AtomicReference<@Nullable Step> next, Told told) implements Deployable {

  /** Work to be done on a cleaner, whose number it is told. */
  interface Work {
    @Nullable Object on(int cleaner) throws Exception;
  }

  /**
   * A piece of a job's work.
   *
   * @param job the number of its job
   * @param number its own; in the order in which they came
   * @param whenOver takes the result or the error, on the dispatcher's context
   */
  record Step(
      long job,
      long number,
      Work work,
      BiConsumer<@Nullable Object, @Nullable Throwable> whenOver) {}

  /** Is told, on the cleaner's thread, how a step ended and with which one it goes on. */
  interface Told {
    void over(
        Cleaner cleaner,
        Step step,
        @Nullable Object result,
        @Nullable Throwable error,
        @Nullable Step following);
  }

  static Cleaner of(int number, Told told) {
    return new Cleaner(number, new AtomicReference<>(), told);
  }

  @Override
  public Future<?> deploy(Context context) {
    return context.owner().eventBus().<Step>consumer(address(), this::take).completion();
  }

  String address() {
    return "cleaner-" + number;
  }

  private void take(Message<Step> message) {
    @Nullable Step step = message.body();
    while (step != null) {
      step = does(step);
    }
  }

  /** Does a step and returns the one to go on with. */
  private @Nullable Step does(Step step) {
    @Nullable Object result = null;
    @Nullable Throwable error = null;
    try {
      result = step.work().on(number);
    } catch (Exception | LinkageError | OutOfMemoryError | StackOverflowError | AssertionError e) {
      error = e;
    }
    var following = next.getAndSet(null);
    told.over(this, step, result, error, following);
    return following;
  }
}
