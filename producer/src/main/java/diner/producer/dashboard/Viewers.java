package diner.producer.dashboard;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The open pages: so many at most, each with a bounded queue. Owned by the event loop; what others
 * want to know of them they read from two flags.
 */
final class Viewers {

  /** Bytes that wait for a client before it counts as slow. */
  private static final int QUEUE_BYTES = 256 * 1024;

  /** A minute of frames: so long a client may take nothing before it is given up. */
  private static final int MOST_SKIPPED = 240;

  private static final class Viewer {
    private final HttpServerResponse response;
    private boolean isNew = true;
    private int skipped;

    private Viewer(HttpServerResponse response) {
      this.response = response;
    }

    /** Whether it is still to be kept. */
    private boolean take(Screen.Frame frame) {
      if (response.writeQueueFull()) {
        isNew = true;
        skipped++;
        return skipped <= MOST_SKIPPED;
      }
      if (!isNew) {
        write(frame.news());
      } else if (frame.snapshot() != null) {
        if (skipped > 0) {
          write(Event.skipped(skipped));
        }
        write(frame.snapshot());
        isNew = false;
        skipped = 0;
      }
      return true;
    }

    private void write(Buffer events) {
      if (events.length() > 0) {
        var _ = response.write(events); // fails where the client hung up, of which we are told
      }
    }
  }

  private final int limit;
  private final Map<HttpServerResponse, Viewer> viewers = new LinkedHashMap<>();
  private long skips;
  private volatile boolean isWatched;
  private volatile boolean wantsSnapshot;

  Viewers(int limit) {
    this.limit = limit;
  }

  /** Opens a stream of events; false where there are too many. */
  boolean open(HttpServerResponse response) {
    if (viewers.size() >= limit) {
      return false;
    }
    response.setChunked(true);
    response.setWriteQueueMaxSize(QUEUE_BYTES);
    response.closeHandler(_ -> forget(response));
    response.exceptionHandler(_ -> forget(response));
    var viewer = new Viewer(response);
    viewers.put(response, viewer);
    viewer.write(Event.RETRY);
    flag();
    return true;
  }

  void show(Screen.Frame frame) {
    var givenUp = new ArrayList<Viewer>();
    for (var viewer : viewers.values()) {
      if (!viewer.take(frame)) {
        givenUp.add(viewer);
      }
      skips += viewer.skipped > 0 ? 1 : 0;
    }
    givenUp.forEach(viewer -> {
      forget(viewer.response);
      viewer.response.reset();
    });
    flag();
  }

  private void forget(@Nullable HttpServerResponse response) {
    viewers.remove(response);
    flag();
  }

  private void flag() {
    isWatched = !viewers.isEmpty();
    wantsSnapshot =
        viewers.values().stream()
            .anyMatch(viewer -> viewer.isNew && !viewer.response.writeQueueFull());
  }

  /** Ends all streams; their pages come back to whoever serves them next. */
  void closeAll() {
    var all = new ArrayList<>(viewers.values());
    all.forEach(viewer -> {
      forget(viewer.response);
      var _ = viewer.response.end();
    });
  }

  long skips() {
    return skips;
  }

  /** Whether there are any; for any thread. */
  boolean isWatched() {
    return isWatched;
  }

  /** Whether any is to be told all; for any thread. */
  boolean wantsSnapshot() {
    return wantsSnapshot;
  }
}
