package diner.producer.dashboard;

import diner.producer.replies.ReplyRecord;
import diner.shared.message.InvalidPayload;
import diner.shared.message.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A reply as it was found on its topic.
 *
 * @param batchSize how many jobs its batch has; 0 where the job does not say
 * @param at when it was written
 */
record Answered(Reply reply, int batchSize, Instant at) {

  /** Whether there was an attempt, so that its times say something. */
  boolean hasRun() {
    return reply.attempts() > 0 && reply.status() != Reply.Status.EXPIRED;
  }

  Duration waited() {
    return Duration.between(reply.enqueuedAt(), reply.startedAt());
  }

  Duration ran() {
    return Duration.between(reply.startedAt(), reply.finishedAt());
  }

  /** Empty where a stranger wrote the record. */
  static Optional<Answered> of(ReplyRecord record) {
    try {
      return Optional.of(new Answered(record.reply(), record.batchSize(), record.at()));
    } catch (InvalidPayload e) {
      return Optional.empty();
    }
  }
}
