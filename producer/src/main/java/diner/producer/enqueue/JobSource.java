package diner.producer.enqueue;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Yields jobs one after the other, so that any number of them fits into memory. */
interface JobSource extends Closeable {

  /** The next one, or null behind the last. */
  @Nullable JobEntry next() throws IOException;

  /** How many there are; 0 where nobody knows. */
  default int total() {
    return 0;
  }

  @Override
  default void close() throws IOException {}
}
