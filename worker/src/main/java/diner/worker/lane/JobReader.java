package diner.worker.lane;

import diner.shared.message.Headers;
import diner.shared.message.InvalidPayload;
import diner.shared.message.JobIds;
import diner.shared.message.Json;
import diner.shared.message.Parsed;
import diner.shared.message.Reason;
import diner.worker.answer.ReplyTopics;
import diner.worker.answer.ReplyTopics.NotAllowed;
import diner.worker.flow.Delivery;
import diner.worker.flow.Ticket;
import diner.worker.handler.Handlers;
import diner.worker.handler.JobHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Looks into a job for the first time: finds its handler and reads its payload, or says why not.
 * Runs in a lane, so that no malformed record can hurt the poll loop. Safe for every thread.
 *
 * @param replyTopics where replies may go; a job that asks for another place is rejected
 * @param headerLimitBytes a job with more bytes of headers, names and values together, is rejected
 * @param valueLimitBytes a larger payload is rejected unread
 * @param delayLimit how far ahead of its record's timestamp a job's {@code not-before} may be
 * @param maxAttempts a job with so many attempts on record has ended its workers and is not tried
 */
public record JobReader(
    Handlers handlers,
    ReplyTopics replyTopics,
    int headerLimitBytes,
    int valueLimitBytes,
    Duration delayLimit,
    int maxAttempts) {

  /** What replies repeat of a job, and people read. */
  private static final List<String> NAMES =
      List.of(Headers.JOB_ID, Headers.JOB_KIND, Headers.BATCH_ID);

  /** What a look into a job found. */
  sealed interface Found {}

  /** A job that can be tried. */
  record Known<P>(JobHandler<P> handler, P payload) implements Found {}

  /** A job that can't. */
  record Refused(Reason reason, String message) implements Found {}

  /** One that is too late. */
  record Expired() implements Found {}

  /**
   * Looks into a job.
   *
   * @param now when its attempt would start
   */
  Found read(Ticket ticket, Instant now) {
    var excess = excess(ticket.delivery().headers());
    if (excess.isPresent()) {
      return new Refused(Reason.REJECTED, excess.get());
    }
    if (replyTopics.wishOf(ticket.delivery().headers()) instanceof NotAllowed(var message)) {
      return new Refused(Reason.REJECTED, message);
    }
    var problem = problem(ticket.delivery());
    if (problem.isPresent()) {
      return new Refused(Reason.REJECTED, problem.get());
    }
    if (ticket.isTooLate(now)) {
      return new Expired();
    }
    if (ticket.attempt() > maxAttempts) {
      return new Refused(
          Reason.CRASHED,
          "its worker ended during attempt %d, the last of %d (--max-attempts)"
              .formatted(ticket.attempt() - 1, maxAttempts));
    }
    var handler = handlers.find(ticket.kind());
    return handler.isEmpty()
        ? new Refused(
            Reason.UNKNOWN_KIND,
            "no handler for kind '%s'; this worker has: %s"
                .formatted(ticket.kind(), String.join(", ", handlers.kinds())))
        : readPayload(handler.get(), ticket);
  }

  /** What is too long about these headers. */
  private Optional<String> excess(Headers headers) {
    if (headers.mayExceed(headerLimitBytes) && headers.bytes() > headerLimitBytes) {
      return Optional.of(
          "the headers have %d bytes, allowed are %d (--header-limit)"
              .formatted(headers.bytes(), headerLimitBytes));
    }
    for (var name : NAMES) {
      var chars = headers.text(name).map(String::length).orElse(0);
      if (chars > JobIds.MAX_LENGTH) {
        return Optional.of(
            "%s has %d characters, allowed are %d".formatted(name, chars, JobIds.MAX_LENGTH));
      }
    }
    return Optional.empty();
  }

  /** What is wrong with when the job is to be done, or with how often it was. */
  private Optional<String> problem(Delivery delivery) {
    var notBefore = Parsed.instant(delivery.headers(), Headers.NOT_BEFORE);
    return notBefore
        .problem()
        .or(() -> Parsed.instant(delivery.headers(), Headers.DEADLINE).problem())
        .or(() -> Parsed.count(delivery.headers(), Headers.REDRIVES).problem())
        .or(() ->
            notBefore
                .found()
                .filter(due -> delivery.isBeyond(due, delayLimit))
                .map(due ->
                    "not-before is %s, more than %d s after the job's own timestamp (--delay-limit)"
                        .formatted(due, delayLimit.toSeconds())));
  }

  private <P> Found readPayload(JobHandler<P> handler, Ticket ticket) {
    var value = ticket.delivery().value();
    if (value == null) {
      return new Refused(Reason.MALFORMED, "expected a JSON object, got a null value");
    }
    if (value.length > valueLimitBytes) {
      return new Refused(
          Reason.REJECTED,
          "the value has %d bytes, allowed are %d (--value-limit)"
              .formatted(value.length, valueLimitBytes));
    }
    try {
      return new Known<>(handler, Json.read(value, handler.payloadType()));
    } catch (InvalidPayload e) {
      return new Refused(Reason.MALFORMED, String.valueOf(e.getMessage()));
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError thrown) {
      // A payload type of the user's own may throw anything; its job is to end all the same.
      return new Refused(
          Reason.MALFORMED,
          "reading it as %s ended in %s".formatted(handler.payloadType().getSimpleName(), thrown));
    }
  }
}
