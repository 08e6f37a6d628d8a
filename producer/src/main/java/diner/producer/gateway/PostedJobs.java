package diner.producer.gateway;

import diner.producer.replies.ReplyRecord;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The jobs that were posted here last, and the replies that came meanwhile: most questions after a
 * job are answered without a look at Kafka. Bounded in jobs and in bytes of replies; the oldest
 * goes first. Owned by the event loop.
 */
final class PostedJobs {

  /** What is known of a job: its reply's JSON, null while there is none. */
  record Known(byte @Nullable [] reply) {}

  /** Those remembered at once. */
  static final int MOST = 10_000;

  private static final Known OPEN = new Known(null);

  private final long bytesLimit;
  private final LinkedHashMap<String, Known> jobs = new LinkedHashMap<>();
  private long bytes;

  /**
   * @param bytesLimit of replies
   */
  PostedJobs(long bytesLimit) {
    this.bytesLimit = bytesLimit;
  }

  void onPosted(String id) {
    put(id, OPEN);
  }

  /** A reply to a job that is remembered is remembered, too. */
  void onReply(ReplyRecord reply) {
    if (jobs.containsKey(reply.jobId())) {
      keep(reply.jobId(), reply.json());
    }
  }

  /** A reply that somebody asked for, to any job. */
  void keep(String id, byte[] reply) {
    put(id, new Known(reply));
  }

  /** Nothing is known any more, or nothing ever was. */
  void forget(String id) {
    count(jobs.remove(id), -1);
  }

  Optional<Known> find(String id) {
    return Optional.ofNullable(jobs.get(id));
  }

  private void put(String id, Known known) {
    count(jobs.put(id, known), -1);
    count(known, 1);
    while (jobs.size() > MOST || bytes > bytesLimit) {
      var oldest = jobs.pollFirstEntry();
      count(oldest == null ? null : oldest.getValue(), -1);
    }
  }

  private void count(@Nullable Known known, int sign) {
    if (known != null && known.reply() != null) {
      bytes += (long) sign * known.reply().length;
    }
  }

  int size() {
    return jobs.size();
  }

  long bytes() {
    return bytes;
  }
}
