package diner.producer.gateway;

import diner.producer.enqueue.PayloadCheck;
import diner.shared.kafka.Topics;
import diner.shared.message.InvalidPayload;
import diner.shared.message.Job;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /jobs/{kind}}: enqueues the body, and answers 202 once Kafka has it. Owned by the
 * event loop. What payloads take in memory is bounded from their first byte to that answer.
 */
final class PostRoute implements Route {

  private static final int MAX_BYTES = PayloadCheck.MAX_BYTES;

  /** Those that are quick to look at; others would hold the loop up. */
  private static final int SMALL_BYTES = 8 * 1024;

  private final Vertx vertx;
  private final Topics topics;
  private final KnownTopics known;
  private final Posting posting;
  private final Duration bodyLimit;
  private final HeldBytes bytes = HeldBytes.ofHeap();

  /**
   * @param bodyLimit how long a body may take to come
   */
  PostRoute(Vertx vertx, Topics topics, KnownTopics known, Posting posting, Duration bodyLimit) {
    this.vertx = vertx;
    this.topics = topics;
    this.known = known;
    this.posting = posting;
    this.bodyLimit = bodyLimit;
  }

  /** Bytes of payloads that are on their way to Kafka. */
  long heldBytes() {
    return bytes.held();
  }

  long heldBytesLimit() {
    return bytes.limit();
  }

  @Override
  public void handle(HttpServerRequest request, String kind) {
    var length = announcedLength(request);
    var refusal = refusal(request, kind, length);
    if (refusal.isPresent()) {
      refusal.get().writeTo(request.response());
    } else if (!bytes.take(length)) {
      Posting.full().writeTo(request.response());
    } else {
      request.pause(); // until it is known whether the body is wanted
      enqueue(request, kind)
          .onComplete(posted -> {
            bytes.giveBack(length);
            request.resume();
            answerTo(posted).writeTo(request.response());
          });
    }
  }

  /** As long as it may become, where the request does not say. */
  private static long announcedLength(HttpServerRequest request) {
    var text = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (text == null) {
      return MAX_BYTES;
    }
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : Long.MAX_VALUE;
  }

  private Optional<Answer> refusal(HttpServerRequest request, String kind, long length) {
    if (!kind.matches("[a-zA-Z0-9._-]{1,100}") || isWorkers(topics.jobs(kind))) {
      return Optional.of(unknownKind(kind));
    }
    if (!isJson(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
      return Optional.of(
          Answer.problem(415, "no-json", "expected the header Content-Type: application/json"));
    }
    return length > MAX_BYTES ? Optional.of(Body.tooLarge(MAX_BYTES)) : posting.refusal();
  }

  /** Replies and dead letters are theirs to write. */
  private boolean isWorkers(String topic) {
    return topic.equals(topics.replies()) || topic.equals(topics.deadLetters());
  }

  /** A form in a stranger's page can send anything unasked, but this type. */
  private static boolean isJson(@Nullable String contentType) {
    return contentType != null
        && contentType
            .toLowerCase(Locale.ROOT)
            .matches("application/json\\s*(;\\s*charset=\"?utf-8\"?\\s*)?");
  }

  private Future<Answer> enqueue(HttpServerRequest request, String kind) {
    return known
        .has(topics.jobs(kind))
        .recover(_ -> Future.failedFuture(new Unfit(Posting.away("Kafka gives no answer"))))
        .compose(isThere ->
            isThere ? job(request, kind) : Future.failedFuture(new Unfit(unknownKind(kind))))
        .compose(job -> posting.post(job, topics.jobs(kind)));
  }

  private Future<Job> job(HttpServerRequest request, String kind) {
    var body = Body.read(vertx, request, MAX_BYTES, bodyLimit);
    request.resume();
    return body.compose(read -> {
      var payload = read.getBytes();
      return payload.length <= SMALL_BYTES
          ? Future.future(job -> job.handle(checked(request, kind, payload)))
          : vertx
              .executeBlocking(() -> checked(request, kind, payload), false)
              .compose(checked -> checked);
    });
  }

  private static Future<Job> checked(HttpServerRequest request, String kind, byte[] payload) {
    try {
      JobForm.check(kind, payload);
      return Future.succeededFuture(JobForm.job(kind, request.headers(), payload));
    } catch (InvalidPayload e) {
      var message = String.valueOf(e.getMessage());
      return Future.failedFuture(new Unfit(Answer.problem(400, "bad-job", message)));
    }
  }

  private static Answer answerTo(io.vertx.core.AsyncResult<Answer> posted) {
    if (posted.succeeded()) {
      return posted.result();
    }
    return posted.cause() instanceof Unfit unfit
        ? unfit.answer()
        : Answer.problem(500, "internal", "this is a fault of the gateway");
  }

  private Answer unknownKind(String kind) {
    return Answer.problem(
        404,
        "unknown-kind",
        "no topic '%s' that takes jobs is there, or none that the gateway may see; check the kind's"
                .formatted(topics.jobs(kind))
            + " spelling, or start a worker that knows it");
  }
}
