package diner.producer.lag;

/**
 * What a single look says of a partition or topic; the first that fits, in this order. PARKED can't
 * be told yet: commits say how often a job was tried, not whether it waits for its next attempt.
 */
enum Status {
  /** It could not be looked at. */
  UNKNOWN,
  /** Records were deleted from the log before they were worked on. */
  LOST,
  /** Jobs are unfinished and no live member of the group works on them. */
  STOPPED,
  /** The oldest job has been there for long, while jobs behind it are done. */
  BLOCKED,
  OK
}
