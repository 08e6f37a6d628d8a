package diner.worker.handler.burgers;

import diner.worker.handler.JobFault;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.time.Duration;

/** The ways in which an order ends without burgers, as faults of declared classes. */
final class Faults {

  /**
   * Nobody listens, or the name is unknown. Unavailable, unless a connection only takes too long.
   */
  static final String UNREACHABLE = "kitchen-unreachable";

  /** The connection went away before the answer was there. Unanswered. */
  static final String DISCONNECTED = "kitchen-disconnected";

  /** No whole answer within the attempt's time. Unanswered. */
  static final String TIMEOUT = "kitchen-timeout";

  /** No connection left, and too many wait for one. Unanswered. */
  static final String BUSY = "kitchen-busy";

  /** Before the status, as in {@code kitchen-503}. */
  static final String STATUS_PREFIX = "kitchen-";

  /** A body that is not what was ordered. Permanent. */
  static final String BAD_ANSWER = "kitchen-bad-answer";

  private Faults() {}

  static JobFault timeout(String order, Duration limit) {
    return JobFault.unanswered(
        TIMEOUT, "%s: no whole answer within %d ms".formatted(order, limit.toMillis()));
  }

  static JobFault tooLarge(String order, int limitBytes) {
    return JobFault.permanent(
        BAD_ANSWER, "%s: expected at most %d bytes, got more".formatted(order, limitBytes));
  }

  static JobFault of(String order, Throwable fault) {
    if (fault instanceof JobFault known) {
      return known;
    }
    var message = order + ": " + causeOf(fault);
    if (Probe.isUnreachable(fault)) {
      return unreachable(message, fault);
    }
    var isBusy = fault instanceof ConnectionPoolTooBusyException;
    return JobFault.unanswered(isBusy ? BUSY : DISCONNECTED, message);
  }

  /** No connection can be had. */
  static JobFault unreachable(String message, Throwable fault) {
    return Probe.isUnreachable(fault) && !(fault instanceof ConnectTimeoutException)
        ? JobFault.unavailable(UNREACHABLE, message)
        : JobFault.unanswered(UNREACHABLE, message);
  }

  private static String causeOf(Throwable fault) {
    return fault.getMessage() == null ? fault.getClass().getSimpleName() : fault.getMessage();
  }
}
