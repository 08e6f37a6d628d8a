package diner.worker.intake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The one way into intake, open to every thread. A message wakes the consumer only while it is in
 * poll, and only once, since a wake-up would abort any other call of it. Bounded by what is in
 * flight: an admitted job posts one outcome, a batch one end.
 */
public final class Mailbox {

  private enum Intake {
    AWAKE,
    POLLING,
    WOKEN
  }

  private final LinkedBlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  private final AtomicReference<Intake> intake = new AtomicReference<>(Intake.AWAKE);
  private Runnable wakeUp = () -> {}; // set by intake before it polls

  /**
   * Whom a message wakes.
   *
   * @param wake makes the poll that runs now return
   */
  void wakes(Runnable wake) {
    this.wakeUp = wake;
  }

  /** Leaves a message; never waits. Any thread. */
  public void post(Message message) {
    messages.add(message);
    if (intake.compareAndSet(Intake.POLLING, Intake.WOKEN)) {
      wakeUp.run();
    }
  }

  /** Hands over what is there. Intake only, like all below. */
  void drain(Consumer<Message> to) {
    var drained = new ArrayList<Message>();
    messages.drainTo(drained);
    drained.forEach(to);
  }

  /** Waits for one message at most so long, and hands over what is there then. */
  void await(Duration limit, Consumer<Message> to) {
    try {
      var first = messages.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
      if (first != null) {
        to.accept(first);
        drain(to);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("intake is stopped by a message, not by an interrupt", e);
    }
  }

  /** Polls, and lets a message wake it; with one there already the poll does not wait. */
  <T> T whilePolling(Duration limit, Function<Duration, T> poll) {
    intake.set(Intake.POLLING);
    try {
      return poll.apply(messages.isEmpty() ? limit : Duration.ZERO);
    } finally {
      intake.set(Intake.AWAKE);
    }
  }

  /** Runs something inside a poll that no message may wake: a rebalance's callback. */
  void unwoken(Runnable inPoll) {
    intake.set(Intake.AWAKE);
    try {
      inPoll.run();
    } finally {
      intake.set(Intake.POLLING);
      if (!messages.isEmpty() && intake.compareAndSet(Intake.POLLING, Intake.WOKEN)) {
        wakeUp.run();
      }
    }
  }
}
