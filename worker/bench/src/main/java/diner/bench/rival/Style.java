package diner.bench.rival;

/** How a loop does the jobs of one poll. */
public enum Style {
  /** One after another, on the thread that polls. */
  BARE,
  /** Each one a future whose reply is sent as it completes. */
  FUTURES,
  /** Each one on a virtual thread of its own, which waits for the reply to be taken. */
  THREADS
}
