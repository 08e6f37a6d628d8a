package diner.producer.lag;

/**
 * What is said of a partition or topic, the most alarming first; a topic has that of its most
 * alarming partition. Those before {@link #STALLED} take a single look, that one and those behind
 * it several.
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
  /** Jobs are unfinished, and none was finished for a while. */
  STALLED,
  /** More jobs come than are finished. */
  BEHIND,
  /** More jobs are finished than come. */
  CATCHING_UP,
  OK;

  /** Whether one look is enough to say so. */
  boolean isOfOneLook() {
    return this == OK || compareTo(STALLED) < 0;
  }

  /** As it is written in tables and in JSON. */
  @Override
  public String toString() {
    return name().replace('_', '-');
  }
}
