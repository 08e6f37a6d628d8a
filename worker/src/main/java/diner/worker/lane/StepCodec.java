package diner.worker.lane;

import diner.worker.lane.Cleaner.Step;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/** Passes steps over the event bus as they are: within one process, without a copy. */
final class StepCodec implements MessageCodec<Step, Step> {

  @Override
  public Step transform(Step step) {
    return step;
  }

  @Override
  public void encodeToWire(Buffer buffer, Step step) {
    throw new UnsupportedOperationException("steps do not leave the process");
  }

  @Override
  public Step decodeFromWire(int position, Buffer buffer) {
    throw new UnsupportedOperationException("steps do not leave the process");
  }

  @Override
  public String name() {
    return "step";
  }

  @Override
  public byte systemCodecID() {
    return -1; // as the interface asks of codecs that are not Vert.x's own
  }
}
