package diner.worker.answer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import diner.shared.message.Header;
import diner.shared.message.Headers;
import diner.shared.message.Json;
import diner.shared.message.Reply;
import diner.shared.message.Reply.Failure;
import diner.shared.message.Reply.Status;
import diner.worker.answer.ReplyTopics.Place;
import diner.worker.flow.Publication;
import diner.worker.flow.Run;
import diner.worker.flow.Ticket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encodes replies. Pure; safe for every thread.
 *
 * @param worker this worker's name
 * @param topics where replies go
 */
record ReplyRecords(String worker, ReplyTopics topics) {

  /** Headers of the job that its reply carries on as they are, whatever their bytes. */
  private static final List<String> ECHOED =
      List.of(
          Headers.BATCH_ID,
          Headers.BATCH_SIZE,
          Headers.TRACEPARENT,
          Headers.SPRING_CORRELATION_ID,
          Headers.SPRING_REPLY_TOPIC,
          Headers.SPRING_REPLY_PARTITION);

  Publication done(Ticket ticket, Run run, JsonNode result) {
    return record(
        ticket, asked(ticket), reply(ticket, run, Status.DONE, ticket.attempt(), result, null));
  }

  /** The reply of a job that was given up after so many attempts. */
  Publication failed(Ticket ticket, Run run, int attempts, Failure failure) {
    return record(
        ticket, asked(ticket), reply(ticket, run, Status.FAILED, attempts, null, failure));
  }

  /** The same, wherever the job wants it. */
  Publication failedByDefault(Ticket ticket, Run run, int attempts, Failure failure) {
    return record(
        ticket, topics.byDefault(), reply(ticket, run, Status.FAILED, attempts, null, failure));
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
        ticket.kind(),
        status,
        result,
        failure,
        attempts,
        0,
        delivery.headers().text(Headers.BATCH_ID).orElse(null),
        delivery.turn(),
        worker,
        Instant.ofEpochMilli(delivery.timestampMillis()),
        run.startedAt(),
        run.finishedAt(),
        run.thread());
  }

  private static Publication record(Ticket ticket, Place place, Reply reply) {
    var jobsKey = ticket.delivery().key();
    var key = jobsKey == null ? reply.job().getBytes(UTF_8) : jobsKey;
    return new Publication(
        place.topic(), place.partition(), key, Json.bytes(reply), headers(ticket, reply));
  }

  private static Headers headers(Ticket ticket, Reply reply) {
    var headers = new ArrayList<Header>();
    headers.add(Header.of(Headers.JOB_ID, reply.job()));
    headers.add(Header.of(Headers.JOB_KIND, reply.kind()));
    headers.add(Header.of(Headers.STATUS, reply.status().text()));
    for (var name : ECHOED) {
      ticket.delivery().headers().last(name).ifPresent(headers::add);
    }
    return new Headers(headers);
  }
}
