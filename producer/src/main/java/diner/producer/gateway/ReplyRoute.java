package diner.producer.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import diner.producer.replies.ReplySearch.Result;
import diner.shared.message.JobIds;
import diner.shared.message.Json;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /jobs/{id}}: the reply to a job, or that there is none yet. Whether there ever was
 * such a job nobody knows, so none is said not to be. Owned by the event loop.
 */
final class ReplyRoute implements Route {

  private static final Duration AGAIN = Duration.ofSeconds(1);

  /** A job without a reply; what was looked through, where that was a topic. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Open(String job, String status, @Nullable String lookedThrough) {}

  private final Context loop;
  private final PostedJobs posted;
  private final BiFunction<String, Context, Future<Result>> lookups;
  private final String topic;

  /**
   * @param lookups searches the topic for the reply to an id
   * @param topic that of the replies, for messages
   */
  ReplyRoute(
      Context loop,
      PostedJobs posted,
      BiFunction<String, Context, Future<Result>> lookups,
      String topic) {
    this.loop = loop;
    this.posted = posted;
    this.lookups = lookups;
    this.topic = topic;
  }

  @Override
  public void handle(HttpServerRequest request, String id) {
    if (id.isBlank() || id.length() > JobIds.MAX_LENGTH) {
      Answer.problem(
              400, "bad-id", "expected an id of 1 to %d characters".formatted(JobIds.MAX_LENGTH))
          .writeTo(request.response());
      return;
    }
    var known = posted.find(id).orElse(null);
    if (known == null) {
      lookups
          .apply(id, loop)
          .map(result -> answerTo(result, id))
          .otherwise(ReplyRoute::failed)
          .onSuccess(answer -> answer.writeTo(request.response()));
    } else if (known.reply() == null) {
      open(id, null).writeTo(request.response());
    } else {
      Answer.written(known.reply()).writeTo(request.response());
    }
  }

  private Answer answerTo(Result result, String id) {
    return switch (result) {
      case Result.Found(var reply) -> {
        posted.keep(id, reply.json());
        yield Answer.written(reply.json());
      }
      case Result.NotThere(var from) -> open(id, lookedThrough(from));
      case Result.Unfinished() ->
          Answer.later("too-many-replies", "not all replies were looked through in time", AGAIN);
    };
  }

  private String lookedThrough(@Nullable Instant from) {
    return from == null
        ? "all replies kept on %s: the id does not tell its time".formatted(topic)
        : "replies on %s since %s, the time in the id less a minute"
            .formatted(topic, Json.text(from));
  }

  private static Answer open(String id, @Nullable String lookedThrough) {
    return Answer.of(202, new Open(id, "open", lookedThrough));
  }

  private static Answer failed(Throwable cause) {
    return cause instanceof RejectedExecutionException
        ? Answer.later("full", "too many replies are searched for already", AGAIN)
        : Posting.away("the replies can't be read");
  }
}
