package diner.worker.publish;

import java.time.Duration;
import org.apache.kafka.common.errors.InterruptException;

/** How the publisher waits before it tries again; tests only note it. */
@FunctionalInterface
interface Pauses {

  void pause(Duration duration);

  /** Waits on the calling thread. */
  static Pauses sleeping() {
    return duration -> {
      try {
        Thread.sleep(duration);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptException(e);
      }
    };
  }
}
