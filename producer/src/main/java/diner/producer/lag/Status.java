package diner.producer.lag;

/**
 * What a single look says of a partition or topic, the most alarming first; a topic has that of its
 * most alarming partition.
 */
public enum Status {
  /** It could not be looked at. */
  UNKNOWN,
  /** Records were deleted from the log before they were worked on. */
  LOST,
  /** Jobs are unfinished and no live member of the group works on them. */
  STOPPED,
  /** The oldest job has been there for long, while jobs behind it are done. */
  BLOCKED,
  /**
   * The oldest job waits for its {@code not-before}, or for its next attempt. Of a partition it is
   * asked before {@link #BLOCKED}, of which it may be the harmless cause.
   */
  PARKED,
  OK
}
