package outside;

import diner.worker.handler.AwaitingHandler;
import diner.worker.handler.JobContext;

/** Blocks its thread, which is its own. */
public final class NapHandler implements AwaitingHandler<NapHandler.Nap, String> {

  public record Nap(long millis) {}

  @Override
  public String kind() {
    return "nap";
  }

  @Override
  public Class<Nap> payloadType() {
    return Nap.class;
  }

  @Override
  public String handle(Nap nap, JobContext job) throws InterruptedException {
    Loader.require("handle");
    Thread.sleep(nap.millis());
    return "awake";
  }
}
