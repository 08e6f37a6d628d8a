package diner.producer.dashboard;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Where the dashboard's thread puts what it has drawn up; never blocks it. */
interface Screen {

  /**
   * A quarter of a second.
   *
   * @param snapshot all there is, where somebody wanted it
   * @param news what is new, for those who have the rest; may be empty
   */
  record Frame(@Nullable Buffer snapshot, Buffer news) {}

  /** Whether anybody looks. */
  boolean isWatched();

  /** Whether anybody has to be told all there is. */
  boolean wantsSnapshot();

  void show(Frame frame);
}
