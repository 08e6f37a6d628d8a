package outside;

import diner.worker.handler.JobContext;
import diner.worker.handler.WaitingHandler;
import io.vertx.core.Future;

/** Answers on the event loop, where its own class loader must be in place. */
public final class LoaderHandler implements WaitingHandler<LoaderHandler.Nothing, String> {

  public record Nothing() {}

  @Override
  public String kind() {
    return "loader";
  }

  @Override
  public Class<Nothing> payloadType() {
    return Nothing.class;
  }

  @Override
  public Future<String> handle(Nothing nothing, JobContext job) {
    Loader.require("handle");
    return Future.succeededFuture("its own");
  }
}
