package diner.worker;

import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.message.Reply;
import diner.shared.message.Reply.Status;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * What a {@code read_committed} reader has seen of the jobs {@code job-0}, {@code job-1} and so on:
 * by number, who was answered and dead-lettered, and by turn, which offsets have their reply. One
 * thread books, any may ask.
 */
final class ReplyBook {

  private static final String JOB = "job-";
  private static final int EXAMPLES = 10;

  private final BitSet answered = new BitSet();
  private final BitSet doubled = new BitSet();
  private final BitSet failed = new BitSet();
  private final BitSet letters = new BitSet();
  private final BitSet doubledLetters = new BitSet();
  private final Map<TopicPartition, BitSet> offsets = new HashMap<>();
  private int foreign;

  static String id(int number) {
    return JOB + number;
  }

  synchronized void onReply(Reply reply) {
    var source = reply.source();
    offsets
        .computeIfAbsent(new TopicPartition(source.topic(), source.partition()), _ -> new BitSet())
        .set(Math.toIntExact(source.offset()));
    book(reply.job(), answered, doubled);
    if (reply.status() != Status.DONE) {
      book(reply.job(), failed, failed);
    }
  }

  synchronized void onDeadLetter(String jobId) {
    book(jobId, letters, doubledLetters);
  }

  /** How many jobs have a reply. */
  synchronized int answered() {
    return answered.cardinality();
  }

  synchronized boolean isAnswered(int number) {
    return answered.get(number);
  }

  /** The lowest of these offsets whose job has no reply. */
  synchronized OptionalLong firstUnanswered(TopicPartition partition, long from, long below) {
    var first = offsets.getOrDefault(partition, new BitSet()).nextClearBit(Math.toIntExact(from));
    return first < below ? OptionalLong.of(first) : OptionalLong.empty();
  }

  /** Numbers of the jobs that were answered other than done. */
  synchronized List<Integer> failed() {
    return failed.stream().boxed().toList();
  }

  /** The verdict on so many jobs. */
  synchronized Verdict verdict(int jobs) {
    var missing = new BitSet();
    missing.set(0, jobs);
    missing.andNot(answered);
    var withoutLetter = (BitSet) failed.clone();
    withoutLetter.andNot(letters);
    var withoutReply = (BitSet) letters.clone();
    withoutReply.andNot(failed);
    var turns = offsets.values().stream().mapToInt(BitSet::cardinality).sum();
    return new Verdict(
        missing.cardinality(),
        doubled.cardinality(),
        failed.cardinality(),
        withoutLetter.cardinality() + withoutReply.cardinality() + doubledLetters.cardinality(),
        // A reply of a job never sent, or one that names another job's turn.
        foreign
            + answered.length()
            - Math.min(jobs, answered.length())
            + Math.abs(turns - answered.cardinality()),
        "missing %s, doubled %s, failed %s, dead letters doubled %s"
            .formatted(some(missing), some(doubled), some(failed), some(doubledLetters)));
  }

  private void book(String jobId, BitSet once, BitSet again) {
    if (!jobId.startsWith(JOB)) {
      foreign++;
      return;
    }
    var number = Integer.parseInt(jobId.substring(JOB.length()));
    (once.get(number) ? again : once).set(number);
  }

  private static String some(BitSet numbers) {
    return numbers.stream().limit(EXAMPLES).mapToObj(ReplyBook::id).toList().toString();
  }

  /**
   * What became of the jobs, as counts.
   *
   * @param failed answered other than done
   * @param oddLetters failed without a dead letter, dead-lettered without a failed reply, or twice
   * @param foreign replies that belong to no job that was sent
   * @param examples some of each, for the message of a failure
   */
  record Verdict(
      int missing, int doubled, int failed, int oddLetters, int foreign, String examples) {

    /** As they stand in a proof's line. */
    String counts() {
      return "missing=%d doubled=%d failed=%d".formatted(missing, doubled, failed);
    }

    /** Fails unless every job was done, and, where the mode promises that, once. */
    void require(DeliveryMode mode) {
      assertThat(missing).as("missing: " + examples).isZero();
      assertThat(failed).as("failed: " + examples).isZero();
      assertThat(oddLetters).as("dead letters without failed replies: " + examples).isZero();
      assertThat(foreign).as("replies of jobs that nobody sent").isZero();
      if (!mode.mayDouble()) {
        assertThat(doubled).as("doubled: " + examples).isZero();
      }
    }
  }
}
