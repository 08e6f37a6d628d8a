package diner.producer.lag;

/**
 * What a single look says of a partition or topic; the first that fits, in this order. PARKED and
 * BLOCKED can't be told yet: they need the map of finished and tried jobs, which commits do not
 * carry so far.
 */
enum Status {
  /** It could not be looked at. */
  UNKNOWN,
  /** Records were deleted from the log before they were worked on. */
  LOST,
  /** Jobs are unfinished and no live member of the group works on them. */
  STOPPED,
  OK
}
