package diner.worker.handler;

import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a handler may know of the job at hand besides its payload.
 *
 * @param attempt from 1
 * @param attemptEndsAt when this attempt is cut off: at its time limit, or at the deadline
 * @param cancel set when it is
 * @param traceparent W3C trace context to carry on in requests of its own; null where the job
 *     brought none, or a malformed one
 * @param deadline when nobody wants the job's result any more; null where the job has no such time
 * @param vertx the worker's Vert.x, as in {@link HandlerSetup}: for timers and clients
 */
public record JobContext(
    String jobId,
    String kind,
    int attempt,
    Instant attemptEndsAt,
    CancelToken cancel,
    @Nullable String traceparent,
    @Nullable Instant deadline,
    Vertx vertx) {

  /** For tests of handlers that ask for neither: a job without a deadline and without Vert.x. */
  @SuppressWarnings("NullAway") // the accessor says so
  public JobContext(
      String jobId,
      String kind,
      int attempt,
      Instant attemptEndsAt,
      CancelToken cancel,
      @Nullable String traceparent) {
    this(jobId, kind, attempt, attemptEndsAt, cancel, traceparent, null, null);
  }

  @Override
  public Vertx vertx() {
    return Objects.requireNonNull(vertx, "this context was made without Vert.x");
  }
}
