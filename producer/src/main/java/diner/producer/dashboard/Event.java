package diner.producer.dashboard;

import diner.shared.message.Json;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Server-sent events, as the HTML standard has them; pure. */
final class Event {

  /** For how long a page waits before it comes back. */
  static final Buffer RETRY = Buffer.buffer("retry: 1000\n\n");

  /** The first event of a page: all it needs. */
  record Snapshot(State state, Bars.Batch bars) {}

  private record Skipped(int frames) {}

  private Event() {}

  static Buffer snapshot(State state, Bars.Batch bars) {
    return event("snapshot", new Snapshot(state, bars));
  }

  static Buffer state(State state) {
    return event("state", state);
  }

  static Buffer bars(Bars.Batch bars) {
    return event("bars", bars);
  }

  /** To a client that was too slow for so many frames. */
  static Buffer skipped(int frames) {
    return event("skipped", new Skipped(frames));
  }

  static Buffer join(List<Buffer> events) {
    var all = Buffer.buffer();
    events.forEach(all::appendBuffer);
    return all;
  }

  /** JSON as it is written here has no line breaks, which would end an event's data. */
  private static Buffer event(String name, Object data) {
    return Buffer.buffer("event: " + name + "\ndata: ")
        .appendBytes(Json.bytes(data))
        .appendString("\n\n");
  }
}
