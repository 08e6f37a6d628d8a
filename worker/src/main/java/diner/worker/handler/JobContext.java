package diner.worker.handler;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a handler may know of the job at hand besides its payload.
 *
 * @param attempt from 1
 * @param attemptEndsAt when this attempt is cut off
 * @param cancel set when it is
 * @param traceparent W3C trace context to carry on, as the job brought it
 */
public record JobContext(
    String jobId,
    String kind,
    int attempt,
    Instant attemptEndsAt,
    CancelToken cancel,
    @Nullable String traceparent) {}
