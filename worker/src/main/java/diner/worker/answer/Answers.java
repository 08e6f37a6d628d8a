package diner.worker.answer;

import com.fasterxml.jackson.databind.node.POJONode;
import diner.shared.kafka.Topics;
import diner.shared.message.Json;
import diner.shared.message.Reason;
import diner.shared.message.Reply.Failure;
import diner.worker.flow.Outcome;
import diner.worker.flow.Publication;
import diner.worker.flow.Run;
import diner.worker.flow.Settled;
import diner.worker.flow.Sign;
import diner.worker.flow.Ticket;
import diner.worker.handler.JobFault;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The end of an attempt: what became of it, and the records that say so. Lanes call it on their own
 * threads, so that no JSON is written on intake. Holds no state; safe for every thread.
 */
public final class Answers {

  /**
   * The rules of answering.
   *
   * @param maxAttempts a job that failed so often is given up
   * @param replyLimitBytes a larger reply, as the broker counts it, becomes a failure
   */
  public record Policy(int maxAttempts, Backoff backoff, int replyLimitBytes) {}

  /** What is longer says nothing more, and must fit into headers and a reply. */
  private static final int MAX_MESSAGE_CHARS = 1_000;

  private static final int MAX_TYPE_CHARS = 200;

  private final Policy policy;
  private final ReplyRecords replies;
  private final DeadLetterRecords deadLetters;

  /**
   * Answers in a worker's name.
   *
   * @param replyTopics where replies go
   * @param worker the worker's name
   * @param group its consumer group
   */
  public Answers(
      Policy policy, Topics topics, ReplyTopics replyTopics, String worker, String group) {
    this.policy = policy;
    this.replies = new ReplyRecords(worker, replyTopics);
    this.deadLetters =
        new DeadLetterRecords(worker, group, topics.deadLetters(), Topics.DEAD_LETTER_MAX_BYTES);
  }

  /** The attempt ended with a result, which should have a JSON form. */
  public Outcome done(Ticket ticket, Run run, @Nullable Object result) {
    if (result == null) {
      return ended(
          ticket, run, JobFault.permanent("no-result", "the handler ended without a result"));
    }
    Publication reply;
    try {
      reply = replies.done(ticket, run, new POJONode(result));
    } catch (Json.NoForm e) {
      return ended(
          ticket,
          run,
          JobFault.permanent(
              "result-not-json",
              "%s has no JSON form: %s".formatted(result.getClass().getName(), e.getMessage())));
    }
    return BrokerBytes.fit(reply, policy.replyLimitBytes())
        ? new Outcome.Finished(new Settled(ticket, run, List.of(reply)), Sign.ANSWERED)
        : ended(
            ticket,
            run,
            JobFault.permanent(
                "result-too-large",
                "the reply has %d bytes, allowed are %d (--reply-limit)"
                    .formatted(BrokerBytes.of(reply), policy.replyLimitBytes())));
  }

  /** The attempt ended without a result; one that may be tried again is too late after its time. */
  public Outcome ended(Ticket ticket, Run run, Throwable cause) {
    var fault = cause instanceof JobFault declared ? declared : faultOf(cause);
    var failure = shortened(new Failure(fault.type(), fault.message()));
    return switch (fault.kind()) {
      case PERMANENT -> givenUp(ticket, run, Reason.PERMANENT, failure, Sign.ANSWERED);
      case TRANSIENT -> again(ticket, run, fault, failure, Sign.ANSWERED);
      case UNANSWERED -> again(ticket, run, fault, failure, Sign.SILENT);
      case UNAVAILABLE ->
          new Outcome.Unavailable(
              again(ticket, run, fault, failure, Sign.REFUSED),
              run.startedAt(),
              failure,
              fault.retryAfter() == null ? Duration.ZERO : fault.retryAfter());
    };
  }

  /** The job can't even be tried. */
  public Outcome refused(Ticket ticket, Run run, Reason reason, String message) {
    var failure = shortened(new Failure(reason.text(), message));
    return new Outcome.Finished(settled(ticket, run, ticket.attemptsMade(), reason, failure));
  }

  /** The job's time has come before the attempt that was due: it is not made. */
  public Outcome expired(Ticket ticket, Run run) {
    return new Outcome.Finished(expired(ticket, run, ticket.attemptsMade(), ticket.lastFailure()));
  }

  /**
   * The job's records can't go where they should: these go in place of them all, to the worker's
   * own topics. Of a job that was given up anyway they say the same as before: why it failed, and
   * after how many attempts. One that is done or expired has failed.
   */
  public List<Publication> undeliverable(Settled job, Failure failure) {
    if (job.publications().stream().anyMatch(deadLetters::isOne)) {
      return job.publications().stream()
          .map(record -> deadLetters.isOne(record) ? record : replies.byDefault(record))
          .toList();
    }
    var ticket = job.ticket();
    var attempts = ReplyRecords.attempts(job.publications().getFirst());
    var shown = shortened(failure);
    return List.of(
        replies.byDefault(replies.failed(ticket, job.run(), attempts, shown)),
        deadLetters.of(ticket, attempts, Reason.PERMANENT, shown));
  }

  /** Nobody is to do the job again: there is no dead letter. */
  private Settled expired(Ticket ticket, Run run, int attempts, @Nullable Failure failure) {
    return new Settled(ticket, run, List.of(replies.expired(ticket, run, attempts, failure)));
  }

  private Outcome.Counted again(
      Ticket ticket, Run run, JobFault fault, Failure failure, Sign sign) {
    if (ticket.isTooLate(run.finishedAt())) {
      return new Outcome.Finished(expired(ticket, run, ticket.attempt(), failure), sign);
    }
    if (ticket.attempt() >= policy.maxAttempts()) {
      return givenUp(ticket, run, Reason.EXHAUSTED, failure, sign);
    }
    var delay =
        policy.backoff().delay(ticket.attempt(), fault.retryAfter(), ThreadLocalRandom.current());
    return new Outcome.Again(ticket, delay, failure, sign);
  }

  private Outcome.Counted givenUp(
      Ticket ticket, Run run, Reason reason, Failure failure, Sign sign) {
    return new Outcome.Finished(settled(ticket, run, ticket.attempt(), reason, failure), sign);
  }

  private Settled settled(Ticket ticket, Run run, int attempts, Reason reason, Failure failure) {
    return new Settled(
        ticket,
        run,
        List.of(
            replies.failed(ticket, run, attempts, failure),
            deadLetters.of(ticket, attempts, reason, failure)));
  }

  private static Failure shortened(Failure failure) {
    return new Failure(
        Excerpt.of(failure.type(), MAX_TYPE_CHARS),
        Excerpt.of(failure.message(), MAX_MESSAGE_CHARS));
  }

  /**
   * What a handler did not declare may pass: a further attempt costs less than a lost job. Of the
   * service it says nothing.
   */
  private static JobFault faultOf(Throwable cause) {
    var message = cause.getMessage();
    return JobFault.unanswered(
        cause.getClass().getSimpleName(), message == null ? "no message" : message);
  }
}
