package diner.bench.noop;

import diner.worker.handler.JobContext;
import diner.worker.handler.WaitingHandler;
import io.vertx.core.Future;

/** Jobs that are done as they begin: what is left is what the worker costs. */
public final class NoopHandler implements WaitingHandler<NoopHandler.Payload, NoopHandler.Payload> {

  public static final String KIND = "noop";

  /** What a job brings, and what its reply holds. */
  public record Payload(int n) {}

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Class<Payload> payloadType() {
    return Payload.class;
  }

  @Override
  public Future<Payload> handle(Payload payload, JobContext job) {
    return Future.succeededFuture(payload);
  }
}
