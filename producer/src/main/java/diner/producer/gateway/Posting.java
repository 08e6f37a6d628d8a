package diner.producer.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import diner.producer.enqueue.Outcome;
import diner.shared.message.Job;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** Hands jobs to the outbox, and says what became of each. Owned by the event loop. */
final class Posting {

  /** How an outcome's cause begins where Kafka's client or the broker found a record too large. */
  private static final String TOO_LARGE = "RecordTooLargeException";

  private record Posted(String job, String turn) {}

  private final Context loop;
  private final Predicate<Errand> outbox;
  private final KnownTopics known;
  private final PostedJobs posted;
  private boolean isKafkaAway;

  /**
   * @param outbox takes a job to be sent, or refuses it; never blocks
   */
  Posting(Context loop, Predicate<Errand> outbox, KnownTopics known, PostedJobs posted) {
    this.loop = loop;
    this.outbox = outbox;
    this.known = known;
    this.posted = posted;
  }

  void onKafkaAway(boolean isAway) {
    isKafkaAway = isAway;
  }

  /** What to answer while no job can be sent; empty where they can. */
  Optional<Answer> refusal() {
    return isKafkaAway ? Optional.of(away("Kafka can't be reached")) : Optional.empty();
  }

  /** Sends a job; the answer comes when Kafka has it, or won't. */
  Future<Answer> post(Job job, String topic) {
    Promise<Answer> answer = Promise.promise();
    var errand =
        new Errand(
            job,
            topic,
            false,
            outcome -> loop.runOnContext(_ -> answer.complete(answerTo(outcome, job, topic))));
    // Remembered before it is sent: so its reply can't come too early.
    posted.onPosted(job.id());
    if (!outbox.test(errand)) {
      posted.forget(job.id());
      answer.complete(full());
    }
    return answer.future();
  }

  private Answer answerTo(Outcome outcome, Job job, String topic) {
    return switch (outcome) {
      case Outcome.Accepted(var turn) ->
          Answer.of(202, new Posted(job.id(), turn.toString()))
              .with("Location", "/jobs/" + URLEncoder.encode(job.id(), UTF_8).replace("+", "%20"));
      case Outcome.Refused refused -> {
        posted.forget(job.id());
        known.doubt(topic);
        yield answerTo(refused, job);
      }
    };
  }

  private static Answer answerTo(Outcome.Refused refused, Job job) {
    if (refused.isFateUnknown()) {
      // Not 503: whoever tries again at once may have two jobs.
      return Answer.problem(
          504,
          "fate-unknown",
          "Kafka did not acknowledge job %s, which may be there all the same: %s"
              .formatted(job.id(), refused.cause()));
    }
    return refused.cause().startsWith(TOO_LARGE)
        ? Answer.problem(413, "too-large", refused.cause())
        : away("Kafka did not accept the job: " + refused.cause());
  }

  static Answer full() {
    return Answer.later("full", "too many jobs wait for Kafka already", Duration.ofSeconds(1));
  }

  static Answer away(String message) {
    return Answer.later("kafka-away", message, Duration.ofSeconds(5));
  }
}
