package diner.producer.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import diner.shared.message.CleanHouse;
import diner.shared.message.Json;
import diner.shared.message.Reply;
import diner.shared.message.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Replies as workers write them. */
final class Samples {

  static final Duration WAIT = Duration.ofMillis(100);
  static final Duration RUN = Duration.ofMillis(500);

  private Samples() {}

  static Reply done(String job, Instant finishedAt) {
    return burgers(job, Reply.Status.DONE, null, null, finishedAt);
  }

  static Reply failed(String job, String type, String message, Instant finishedAt) {
    var error = new Reply.Failure(type, message);
    return burgers(job, Reply.Status.FAILED, error, null, finishedAt);
  }

  /** Refused before its first attempt. */
  static Reply neverTried(String job, Instant at) {
    var error = new Reply.Failure("rejected", "no such thing");
    var source = new Turn("jobs.burgers", 0, 7);
    return new Reply(
        job,
        "burgers",
        Reply.Status.FAILED,
        null,
        error,
        0,
        0,
        null,
        source,
        "worker-1",
        at,
        at,
        at,
        "intake");
  }

  static Reply expired(String job, Instant finishedAt) {
    return burgers(job, Reply.Status.EXPIRED, null, null, finishedAt);
  }

  static Reply ofBatch(String job, String batch, Instant finishedAt) {
    return burgers(job, Reply.Status.DONE, null, batch, finishedAt);
  }

  private static Reply burgers(
      String job,
      Reply.Status status,
      Reply.@Nullable Failure error,
      @Nullable String batch,
      Instant finishedAt) {
    var result = Json.codec().createObjectNode();
    return reply(
        job,
        "burgers",
        status,
        status == Reply.Status.DONE ? result : null,
        error,
        batch,
        finishedAt,
        "vert.x-eventloop-thread-0");
  }

  static Reply ofKind(String job, String kind, Instant finishedAt, String thread) {
    return reply(job, kind, Reply.Status.DONE, null, null, null, finishedAt, thread);
  }

  /** A house of so many rooms, cleaned by two cleaners at once. */
  static Reply house(String job, int rooms, Instant finishedAt) {
    var startedAt = finishedAt.minus(RUN);
    var step = RUN.dividedBy(rooms);
    var cleaned = new ArrayList<CleanHouse.Room>();
    for (var i = 0; i < rooms; i++) {
      var from = startedAt.plus(step.multipliedBy(i));
      cleaned.add(new CleanHouse.Room(i, 0, 0, 10, 10, i % 2, from, from.plus(step)));
    }
    var house = new CleanHouse(0.2, 0, null, null, "00", null, cleaned);
    return reply(
        job,
        "cleaning",
        Reply.Status.DONE,
        Json.codec().valueToTree(house),
        null,
        null,
        finishedAt,
        "cleaner-1");
  }

  private static Reply reply(
      String job,
      String kind,
      Reply.Status status,
      @Nullable JsonNode result,
      Reply.@Nullable Failure error,
      @Nullable String batch,
      Instant finishedAt,
      String thread) {
    var startedAt = finishedAt.minus(RUN);
    return new Reply(
        job,
        kind,
        status,
        result,
        error,
        1,
        0,
        batch,
        new Turn("jobs." + kind, 0, 7),
        "worker-1",
        startedAt.minus(WAIT),
        startedAt,
        finishedAt,
        thread);
  }

  static Answered answered(Reply reply) {
    return new Answered(reply, 0, reply.finishedAt());
  }

  static List<Answered> done(int number, Instant finishedAt) {
    return IntStream.range(0, number)
        .mapToObj(i -> answered(done("job-" + i, finishedAt)))
        .toList();
  }

  /** As it lies on the reply topic. */
  static ProducerRecord<byte[], byte[]> record(String topic, Reply reply, int batchSize) {
    var record =
        new ProducerRecord<byte[], byte[]>(topic, reply.job().getBytes(UTF_8), Json.bytes(reply));
    record.headers().add("job-id", reply.job().getBytes(UTF_8));
    record.headers().add("job-kind", reply.kind().getBytes(UTF_8));
    record.headers().add("status", reply.status().text().getBytes(UTF_8));
    if (reply.batch() != null) {
      record.headers().add("batch-id", reply.batch().getBytes(UTF_8));
      record.headers().add("batch-size", Integer.toString(batchSize).getBytes(UTF_8));
    }
    return record;
  }
}
