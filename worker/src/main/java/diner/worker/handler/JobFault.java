package diner.worker.handler;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that ended without a result, and whether another can help. Carries no stack trace: it
 * is an answer, not an accident.
 */
public final class JobFault extends RuntimeException {

  /** Whether another attempt can help. */
  public enum Kind {
    /** It can: a connection fault, a time-out, a service that is overloaded. */
    TRANSIENT,
    /** It can't: the job itself is wrong. */
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
