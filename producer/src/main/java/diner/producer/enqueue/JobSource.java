package diner.producer.enqueue;

import diner.producer.OutputFormat;
import diner.producer.replies.ReplyUse;
import diner.producer.terminal.Plain;
import diner.producer.terminal.Progress;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Yields jobs one after the other, so that any number of them fits into memory. */
interface JobSource extends Closeable {

  /** The next one, or null behind the last. */
  @Nullable JobEntry next() throws IOException;

  /** How many there are; 0 where nobody knows. */
  default int total() {
    return 0;
  }

  /** The file that a job was made of; null where none was. */
  default @Nullable Path fileOf(String jobId) {
    return null;
  }

  /** What people know a job by. */
  default String nameOf(String jobId) {
    var file = fileOf(jobId);
    return file == null ? jobId : "%s (job %s)".formatted(Plain.line(file.toString()), jobId);
  }

  /** What is to be done with the replies, where they are awaited. */
  default ReplyUse replyUse(PrintWriter out, Progress progress, OutputFormat format) {
    return ReplyUse.NONE;
  }

  @Override
  default void close() throws IOException {}
}
