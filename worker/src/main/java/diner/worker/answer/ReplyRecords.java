package diner.worker.answer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import diner.shared.message.Header;
import diner.shared.message.Headers;
import diner.shared.message.InvalidPayload;
import diner.shared.message.JobIds;
import diner.shared.message.Json;
import diner.shared.message.Parsed;
import diner.shared.message.Reply;
import diner.shared.message.Reply.Failure;
import diner.shared.message.Reply.Status;
import diner.shared.message.TraceParent;
import diner.worker.answer.ReplyTopics.Place;
import diner.worker.flow.Publication;
import diner.worker.flow.Run;
import diner.worker.flow.Ticket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Encodes replies. What they repeat of the job is left out or cut where it is over-long, so that a
 * failed reply stays below half a MiB whatever the job's record holds. Pure; safe for every thread.
 *
 * @param worker this worker's name
 * @param topics where replies go
 */
record ReplyRecords(String worker, ReplyTopics topics) {

  /** Headers of the job that its reply carries on byte for byte, where they are not over-long. */
  private static final List<String> ECHOED =
      List.of(
          Headers.BATCH_ID,
          Headers.BATCH_SIZE,
          Headers.SPRING_CORRELATION_ID,
          Headers.SPRING_REPLY_TOPIC,
          Headers.SPRING_REPLY_PARTITION);

  /**
   * A longer key or header of the job is not repeated: it would be cut to what means something
   * else. All that {@code --header-limit} lets in by default is.
   */
  private static final int MAX_ECHO_BYTES = 64 * 1024;

  Publication done(Ticket ticket, Run run, JsonNode result) {
    return record(
        ticket, asked(ticket), reply(ticket, run, Status.DONE, ticket.attempt(), result, null));
  }

  /** The reply of a job that was given up after so many attempts. */
  Publication failed(Ticket ticket, Run run, int attempts, Failure failure) {
    return record(
        ticket, asked(ticket), reply(ticket, run, Status.FAILED, attempts, null, failure));
  }

  /**
   * The reply of a job that is too late after so many attempts.
   *
   * @param failure of the last of them; null where there was none, or it is not known
   */
  Publication expired(Ticket ticket, Run run, int attempts, @Nullable Failure failure) {
    return record(
        ticket, asked(ticket), reply(ticket, run, Status.EXPIRED, attempts, null, failure));
  }

  /** After how many attempts a job was answered: one that expired may be due for another. */
  static int attempts(Publication reply) {
    try {
      return Json.read(Objects.requireNonNull(reply.value()), Reply.class).attempts();
    } catch (InvalidPayload e) {
      throw new IllegalStateException("a reply of our own can't be read", e);
    }
  }

  /** The same reply, wherever its job wants it. */
  Publication byDefault(Publication reply) {
    var place = topics.byDefault();
    return new Publication(
        place.topic(), place.partition(), reply.key(), reply.value(), reply.headers());
  }

  private Place asked(Ticket ticket) {
    return topics.placeOf(ticket.delivery().headers());
  }

  private Reply reply(
      Ticket ticket,
      Run run,
      Status status,
      int attempts,
      @Nullable JsonNode result,
      @Nullable Failure failure) {
    var delivery = ticket.delivery();
    return new Reply(
        ticket.jobId(),
        Excerpt.of(ticket.kind(), JobIds.MAX_LENGTH),
        status,
        result,
        failure,
        attempts,
        Parsed.count(delivery.headers(), Headers.REDRIVES).found().orElse(0),
        delivery.headers().text(Headers.BATCH_ID).filter(ReplyRecords::isName).orElse(null),
        delivery.turn(),
        worker,
        Instant.ofEpochMilli(delivery.timestampMillis()),
        run.startedAt(),
        run.finishedAt(),
        run.thread());
  }

  private static Publication record(Ticket ticket, Place place, Reply reply) {
    var jobsKey = ticket.delivery().key();
    var key =
        jobsKey == null || jobsKey.length > MAX_ECHO_BYTES ? reply.job().getBytes(UTF_8) : jobsKey;
    return new Publication(
        place.topic(), place.partition(), key, Json.bytes(reply), headers(ticket, reply));
  }

  private static Headers headers(Ticket ticket, Reply reply) {
    var headers = new ArrayList<Header>();
    headers.add(Header.of(Headers.JOB_ID, reply.job()));
    headers.add(Header.of(Headers.JOB_KIND, reply.kind()));
    headers.add(Header.of(Headers.STATUS, reply.status().text()));
    for (var name : ECHOED) {
      ticket.delivery().headers().last(name).filter(ReplyRecords::isEchoed).ifPresent(headers::add);
    }
    TraceParent.in(ticket.delivery().headers())
        .ifPresent(trace -> headers.add(Header.of(Headers.TRACEPARENT, trace)));
    return new Headers(headers);
  }

  private static boolean isEchoed(Header header) {
    return header.value() == null
        || (header.value().length <= MAX_ECHO_BYTES
            && (!header.name().equals(Headers.BATCH_ID) || isName(header.text())));
  }

  private static boolean isName(String text) {
    return text.length() <= JobIds.MAX_LENGTH;
  }
}
