package diner.shared.message;

/** Names of the headers that a dead letter has beside those of its job; all are text. */
public final class DeadLetterHeaders {

  /** What their names begin with. */
  public static final String PREFIX = "dead-letter-";

  /** Where the job lay. */
  public static final String TOPIC = PREFIX + "topic";

  public static final String PARTITION = PREFIX + "partition";
  public static final String OFFSET = PREFIX + "offset";

  /** That of the job's record, in milliseconds since 1970. */
  public static final String TIMESTAMP = PREFIX + "timestamp";

  /** A {@link Reason}. */
  public static final String REASON = PREFIX + "reason";

  public static final String ERROR_TYPE = PREFIX + "error-type";
  public static final String ERROR_MESSAGE = PREFIX + "error-message";

  /** How often the job was started. */
  public static final String ATTEMPTS = PREFIX + "attempts";

  /** Who gave the job up. */
  public static final String WORKER = PREFIX + "worker";

  /** Instead of a value that did not fit: its bytes, as a number. */
  public static final String VALUE_OMITTED = PREFIX + "value-omitted";

  /** Of a marker, which has no value: the offset of the letter whose job was brought back. */
  public static final String REDRIVEN = PREFIX + "redriven";

  private DeadLetterHeaders() {}
}
