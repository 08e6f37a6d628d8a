package diner.producer.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import diner.producer.enqueue.Outcome;
import diner.producer.replies.ReplyRecord;
import diner.shared.message.Burgers;
import diner.shared.message.BurgersOrder;
import diner.shared.message.Headers;
import diner.shared.message.InvalidPayload;
import diner.shared.message.Job;
import diner.shared.message.JobIds;
import diner.shared.message.Json;
import diner.shared.message.Reply;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /burgers?number=2}: enqueues, and answers when the reply comes. Owned by the event
 * loop. A request that waits is an entry of a map and a timer, no thread; there are no more of them
 * than the limit.
 */
final class BurgersRoute implements Route {

  private static final Duration AGAIN_WHEN_FULL = Duration.ofSeconds(1);
  private static final Duration AGAIN_WHEN_AWAY = Duration.ofSeconds(5);

  private record Waiting(HttpServerResponse response, long timer) {}

  private final Vertx vertx;
  private final GatewayOptions options;
  private final Predicate<Job> outbox;
  private final Map<String, Waiting> waiting = new HashMap<>();
  private boolean isKafkaAway;

  /**
   * @param outbox takes a job to be sent, or refuses it; never blocks
   */
  BurgersRoute(Vertx vertx, GatewayOptions options, Predicate<Job> outbox) {
    this.vertx = vertx;
    this.options = options;
    this.outbox = outbox;
  }

  @Override
  public void handle(HttpServerRequest request, String name) {
    int number;
    try {
      number = numberOf(request);
    } catch (IllegalArgumentException e) {
      Answer.problem(400, "bad-number", String.valueOf(e.getMessage())).writeTo(request.response());
      return;
    }
    if (isKafkaAway) {
      away("Kafka can't be reached").writeTo(request.response());
    } else if (waiting.size() >= options.limit()) {
      full().writeTo(request.response());
    } else {
      enqueue(new BurgersOrder(number), request);
    }
  }

  private static int numberOf(HttpServerRequest request) {
    var given = request.params().getAll("number");
    if (given.size() != 1 || !given.getFirst().matches("\\d{1,9}")) {
      throw new IllegalArgumentException(
          "expected one parameter number of 1 to %d, such as /burgers?number=2"
              .formatted(BurgersOrder.MAX_NUMBER));
    }
    return new BurgersOrder(Integer.parseInt(given.getFirst())).number();
  }

  private void enqueue(BurgersOrder order, HttpServerRequest request) {
    var response = request.response();
    var id = JobIds.next();
    var deadline = Json.text(Instant.now().plus(options.timeout()));
    var headers =
        RequestTrace.into(Headers.NONE.plus(Headers.DEADLINE, deadline), request.headers());
    var job = new Job(id, BurgersOrder.KIND, null, Json.bytes(order), headers);
    // Waiting before it is sent: the reply finds its request.
    var timer = vertx.setTimer(options.timeout().toMillis(), _ -> answer(id, tooLate(id)));
    waiting.put(id, new Waiting(response, timer));
    response.closeHandler(_ -> forget(id));
    response.exceptionHandler(_ -> forget(id));
    if (!outbox.test(job)) {
      answer(id, full());
    }
  }

  /** Replies to jobs of ours; some may come after their client was answered or has gone. */
  void onReplies(List<ReplyRecord> replies) {
    for (var reply : replies) {
      if (waiting.containsKey(reply.jobId())) {
        answer(reply.jobId(), answerOf(reply));
      }
    }
  }

  /** The job was not acknowledged by Kafka. */
  void onRefused(Job job, Outcome.Refused refusal) {
    answer(job.id(), away("Kafka did not accept the job: " + refusal.cause()));
  }

  void onKafkaAway(boolean isAway) {
    isKafkaAway = isAway;
  }

  int waiting() {
    return waiting.size();
  }

  private void answer(String id, Answer answer) {
    var entry = forget(id);
    if (entry != null) {
      answer.writeTo(entry.response());
    }
  }

  private @Nullable Waiting forget(String id) {
    var entry = waiting.remove(id);
    if (entry != null) {
      vertx.cancelTimer(entry.timer());
    }
    return entry;
  }

  private static Answer answerOf(ReplyRecord record) {
    Reply reply;
    try {
      reply = record.reply();
    } catch (InvalidPayload e) {
      return Answer.problem(502, "unreadable-reply", String.valueOf(e.getMessage()));
    }
    return switch (reply.status()) {
      case DONE -> burgers(reply);
      case EXPIRED -> Answer.problem(504, "expired", "job " + reply.job() + " was too late");
      case FAILED ->
          reply.error() == null
              ? Answer.problem(502, "failed", "job " + reply.job() + " failed")
              : Answer.problem(502, reply.error().type(), reply.error().message());
    };
  }

  private static Answer burgers(Reply reply) {
    try {
      var result = reply.result() == null ? "".getBytes(UTF_8) : Json.bytes(reply.result());
      return Answer.ok(Json.read(result, Burgers.class));
    } catch (InvalidPayload e) {
      return Answer.problem(502, "unreadable-result", String.valueOf(e.getMessage()));
    }
  }

  private Answer tooLate(String id) {
    return Answer.problem(
        504,
        "too-late",
        "no reply to job %s within %d ms; does a worker run?"
            .formatted(id, options.timeout().toMillis()));
  }

  private Answer full() {
    return Answer.later(
        "full", "%d requests wait already".formatted(options.limit()), AGAIN_WHEN_FULL);
  }

  private static Answer away(String message) {
    return Answer.later("kafka-away", message, AGAIN_WHEN_AWAY);
  }
}
