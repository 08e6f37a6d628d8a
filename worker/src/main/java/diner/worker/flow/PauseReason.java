package diner.worker.flow;

/** Why a partition is not polled at the moment. */
public enum PauseReason {
  /** It is not known yet where it goes on. */
  RESUMING("resuming"),
  /** The worker stops. */
  STOPPING("stopping"),
  /** As many of its jobs are open as may be. */
  LOOK_AHEAD("look-ahead"),
  /** Its open jobs hold its share of the bytes. */
  HELD_BYTES("held-bytes");

  private final String text;

  PauseReason(String text) {
    this.text = text;
  }

  /** As metrics name it. */
  public String text() {
    return text;
  }
}
