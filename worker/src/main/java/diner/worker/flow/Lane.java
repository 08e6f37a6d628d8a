package diner.worker.flow;

/** The two ways in which jobs run; each has its own limit, so that neither holds up the other. */
public enum Lane {
  /** Overlapped on the event loop. */
  WAITING,
  /** Spread over the cleaners. */
  COMPUTING
}
