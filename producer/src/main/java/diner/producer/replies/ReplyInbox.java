package diner.producer.replies;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Hands replies from the feed's thread to a command's, a few polls ahead at most. */
public final class ReplyInbox implements ReplySink {

  private static final int POLLS_AHEAD = 4;

  private final BlockingQueue<List<ReplyRecord>> polls = new ArrayBlockingQueue<>(POLLS_AHEAD);
  private volatile boolean caughtUp;
  private volatile @Nullable RuntimeException end;

  @Override
  public boolean offer(List<ReplyRecord> replies, Duration limit) throws InterruptedException {
    return polls.offer(replies, limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void onCaughtUp() {
    caughtUp = true;
  }

  @Override
  public void onEnd(RuntimeException cause) {
    end = cause;
  }

  /** The next replies, none where none came in time; throws what ended the feed. */
  public List<ReplyRecord> next(Duration limit) throws InterruptedException {
    var replies = polls.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
    if (replies != null) {
      return replies;
    }
    var cause = end;
    if (cause != null) {
      throw cause;
    }
    return List.of();
  }

  /** Whether all that was there when the feed started has been taken from here. */
  public boolean isDrained() {
    return caughtUp && polls.isEmpty();
  }
}
