package diner.worker.lane;

import diner.shared.message.Headers;
import diner.worker.flow.Ticket;
import diner.worker.handler.CancelToken;
import diner.worker.handler.JobContext;
import diner.worker.handler.JobHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * How long attempts may take: the limit of their kind, or what is left until their job's deadline.
 *
 * @param byKind the user's limits; a handler's own holds for the others
 */
public record AttemptLimits(Map<String, Duration> byKind) {

  public AttemptLimits {
    byKind = Map.copyOf(byKind);
  }

  Duration of(JobHandler<?> handler) {
    return byKind.getOrDefault(handler.kind(), handler.attemptLimit());
  }

  /** The context of an attempt that starts at this time. */
  JobContext context(Ticket ticket, JobHandler<?> handler, Instant startedAt) {
    return new JobContext(
        ticket.jobId(),
        ticket.kind(),
        ticket.attempt(),
        ticket.atMost(startedAt.plus(of(handler))),
        new CancelToken(),
        ticket.delivery().headers().text(Headers.TRACEPARENT).orElse(null));
  }
}
