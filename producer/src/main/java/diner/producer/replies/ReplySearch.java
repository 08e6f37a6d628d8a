package diner.producer.replies;

import diner.shared.kafka.KafkaSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the reply to one job among those that are there, from the job's own time on where its
 * id tells it. Blocks its caller; may be used by many threads, each with a consumer of its own.
 *
 * @param topic that of the replies
 */
public record ReplySearch(KafkaSettings settings, String topic) {

  private static final Duration POLL = Duration.ofMillis(200);

  /** What became of a search. */
  public sealed interface Result {

    /** The first reply of that id. */
    record Found(ReplyRecord reply) implements Result {}

    /**
     * All replies were looked through.
     *
     * @param from those written since then; null: all that are kept
     */
    record NotThere(@Nullable Instant from) implements Result {}

    /** There are more than could be looked through in time. */
    record Unfinished() implements Result {}
  }

  /**
   * Searches.
   *
   * @param end by {@link System#nanoTime}, when it has to stop
   */
  public Result find(String jobId, long end) {
    var from = StartingPoint.before(List.of(jobId));
    try (var consumer = new ReplyConsumer(settings, new ReplyQuery(topic, from))) {
      consumer.takePositions();
      while (System.nanoTime() - end < 0) {
        for (var consumed : consumer.poll(POLL)) {
          var reply = new ReplyRecord(consumed);
          if (reply.jobId().equals(jobId)) {
            return new Result.Found(reply);
          }
        }
        if (consumer.isCaughtUp()) {
          return new Result.NotThere(from instanceof StartingPoint.Since(var time) ? time : null);
        }
      }
      return new Result.Unfinished();
    }
  }
}
