package diner.producer.replies;

import java.time.Duration;
import java.util.List;

/** Where a feed's replies go; called on the feed's thread alone. */
public interface ReplySink {

  /**
   * Takes replies, never an empty list.
   *
   * @param limit how long it may wait for room
   * @return false where there was none: the feed offers the same replies again
   */
  boolean offer(List<ReplyRecord> replies, Duration limit) throws InterruptedException;

  /** Every reply that was there when the feed started was offered. Called once. */
  default void onCaughtUp() {}

  /** The feed ended by itself; nothing more comes. */
  void onEnd(RuntimeException cause);
}
