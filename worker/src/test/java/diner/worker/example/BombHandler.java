package diner.worker.example;

import diner.worker.handler.ComputingHandler;
import diner.worker.handler.JobContext;
import java.util.List;

/** A job that ends its process, as a fault of the JVM or of native code does. */
public final class BombHandler implements ComputingHandler<BombHandler.Fuse, String, String> {

  /** The payload: {@code {}}. */
  public record Fuse() {}

  @Override
  public String kind() {
    return "bomb";
  }

  @Override
  public Class<Fuse> payloadType() {
    return Fuse.class;
  }

  @Override
  public Work<String, String> begin(Fuse fuse, JobContext job) {
    Runtime.getRuntime().halt(139);
    return new Work<>() {
      @Override
      public int parts() {
        return 1;
      }

      @Override
      public String compute(int part, int cleaner) {
        return "";
      }

      @Override
      public String merge(List<String> parts) {
        return "";
      }
    };
  }
}
