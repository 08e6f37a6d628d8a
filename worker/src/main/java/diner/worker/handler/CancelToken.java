package diner.worker.handler;

/** Tells computing work that nobody waits for it any more; set once, by the lane that runs it. */
public final class CancelToken {

  private volatile boolean cancelled;

  public void cancel() {
    cancelled = true;
  }

  public boolean isCancelled() {
    return cancelled;
  }

  /** To be called between slices of at most 50 ms; ends the work once it was cancelled. */
  public void check() {
    if (cancelled) {
      throw JobFault.unanswered("cancelled", "cut off at its time limit");
    }
  }
}
