package diner.worker.answer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import diner.shared.message.Header;
import diner.shared.message.Headers;
import diner.shared.message.Json;
import diner.shared.message.Reply;
import diner.shared.message.Reply.Failure;
import diner.shared.message.Reply.Status;
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
 * @param topic where replies go
 */
record ReplyRecords(String worker, String topic) {

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
    return encode(ticket, run, Status.DONE, ticket.attempt(), result, null);
  }

  /** The reply of a job that was given up after so many attempts. */
  Publication failed(Ticket ticket, Run run, int attempts, Failure failure) {
    return encode(ticket, run, Status.FAILED, attempts, null, failure);
  }

  private Publication encode(
      Ticket ticket,
      Run run,
      Status status,
      int attempts,
      @Nullable JsonNode result,
      @Nullable Failure failure) {
    var delivery = ticket.delivery();
    var id = ticket.jobId();
    var reply =
        new Reply(
            id,
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
    var key = delivery.key() == null ? id.getBytes(UTF_8) : delivery.key();
    return new Publication(topic, null, key, Json.bytes(reply), headers(ticket, id, status));
  }

  private static Headers headers(Ticket ticket, String id, Status status) {
    var headers = new ArrayList<Header>();
    headers.add(Header.of(Headers.JOB_ID, id));
    headers.add(Header.of(Headers.JOB_KIND, ticket.kind()));
    headers.add(Header.of(Headers.STATUS, status.text()));
    for (var name : ECHOED) {
      ticket.delivery().headers().last(name).ifPresent(headers::add);
    }
    return new Headers(headers);
  }
}
