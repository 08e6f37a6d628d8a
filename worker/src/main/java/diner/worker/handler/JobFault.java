package diner.worker.handler;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that ended without a result, and whether another can help. Carries no stack trace: it
 * is an answer, not an accident.
 */
public final class JobFault extends RuntimeException {

  /** Whether another attempt can help, and what the fault says of the service behind the kind. */
  public enum Kind {
    /** It can. The service answered: it is there, overloaded or faulty as it may be. */
    TRANSIENT,
    /** It can. Nobody knows whether the service is there: a time-out, a connection that was cut. */
    UNANSWERED,
    /**
     * It can, once the service is back: it is away, or refuses everybody. When nearly all attempts
     * of a kind end like this, its jobs wait until the service answers again, and these attempts
     * don't count.
     */
    UNAVAILABLE,
    /** It can't: the job itself is wrong. The service answered. */
    PERMANENT
  }

  private final Kind kind;
  private final String type;
  private final @Nullable Duration retryAfter;

  private JobFault(Kind kind, String type, String message, @Nullable Duration retryAfter) {
    super(message, null, false, false);
    this.kind = kind;
    this.type = Objects.requireNonNull(type, "type"); // at the handler, not at its answer
    this.retryAfter = retryAfter;
  }

  /**
   * A fault that may pass.
   *
   * @param type short and stable, for programs: {@code kitchen-503}
   * @param message for people: what, which, expected
   */
  public static JobFault transientFault(String type, String message) {
    return new JobFault(Kind.TRANSIENT, type, message, null);
  }

  /** A fault that may pass, but not before the given time has gone by. */
  public static JobFault transientFault(String type, String message, Duration retryAfter) {
    return new JobFault(Kind.TRANSIENT, type, message, retryAfter);
  }

  /**
   * A fault that may pass, and that says nothing of the service: no answer within the time, or the
   * connection was cut before it. The job itself may be to blame.
   */
  public static JobFault unanswered(String type, String message) {
    return new JobFault(Kind.UNANSWERED, type, message, null);
  }

  /**
   * The service behind the kind is away or refuses everybody, whatever the job: nobody listens, its
   * name is unknown, 429, 502, 503, 504. Evidence of an outage. Not for a time-out ({@link
   * #unanswered}), nor for what only this job meets ({@link #transientFault(String, String)}).
   */
  public static JobFault unavailable(String type, String message) {
    return new JobFault(Kind.UNAVAILABLE, type, message, null);
  }

  /** The service is away or refuses everybody, and asked to be left alone for the given time. */
  public static JobFault unavailable(String type, String message, Duration retryAfter) {
    return new JobFault(Kind.UNAVAILABLE, type, message, retryAfter);
  }

  /** A fault that stays however often the job is tried. */
  public static JobFault permanent(String type, String message) {
    return new JobFault(Kind.PERMANENT, type, message, null);
  }

  public Kind kind() {
    return kind;
  }

  public String type() {
    return type;
  }

  public String message() {
    return String.valueOf(getMessage());
  }

  /** How long the service asked to be left alone; null where it did not. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
