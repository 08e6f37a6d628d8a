package diner.shared.message;

/** Why a job was given up, as its dead letter says it. */
public enum Reason {
  /** Its payload is no JSON object of its kind's shape. */
  MALFORMED("malformed"),
  /** No handler of the worker knows its kind. */
  UNKNOWN_KIND("unknown-kind"),
  /** It breaks a limit of the worker. */
  REJECTED("rejected"),
  /** Its handler says that no further attempt can help. */
  PERMANENT("permanent"),
  /** Its last attempt failed. */
  EXHAUSTED("exhausted"),
  /** Its worker ended, by whatever cause, while its last attempt ran. */
  CRASHED("crashed");

  private final String text;

  Reason(String text) {
    this.text = text;
  }

  /** As it stands in the dead letter's header. */
  public String text() {
    return text;
  }
}
