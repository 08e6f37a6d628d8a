package diner.worker.lane;

import diner.shared.message.TraceParent;
import diner.worker.flow.Ticket;
import diner.worker.handler.CancelToken;
import diner.worker.handler.JobContext;
import diner.worker.handler.JobHandler;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Makes the contexts of attempts. One may take as long as its kind allows, or what is left until
 * its job's deadline.
 *
 * @param limits the user's limits by kind; a handler's own holds for the others
 * @param vertx the one that handlers were opened with, whatever the lane
 */
public record JobContexts(Map<String, Duration> limits, Vertx vertx) {

  public JobContexts {
    limits = Map.copyOf(limits);
  }

  /** The context of an attempt that starts at this time. */
  JobContext of(Ticket ticket, JobHandler<?> handler, Instant startedAt) {
    return new JobContext(
        ticket.jobId(),
        ticket.kind(),
        ticket.attempt(),
        ticket.atMost(startedAt.plus(limitOf(handler))),
        new CancelToken(),
        TraceParent.in(ticket.delivery().headers()).orElse(null),
        ticket.deadline(),
        vertx);
  }

  private Duration limitOf(JobHandler<?> handler) {
    return limits.getOrDefault(handler.kind(), handler.attemptLimit());
  }
}
