package diner.shared.message;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of a job: exactly one for each, on the reply topic.
 *
 * @param job the job's id
 * @param result of the kind's own shape; only of a job that is done
 * @param error only of a job that failed, or that expired after a failed attempt
 * @param attempts how often the job was started
 * @param redrives how often it was brought back from the dead letters
 * @param batch the batch it belongs to
 * @param source where the job's record lies
 * @param worker name of the worker that answered
 * @param enqueuedAt timestamp of the job's record
 * @param startedAt start of the last attempt
 * @param thread the thread on which the last attempt ended
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonSerialize(using = ReplyWriter.class)
public record Reply(
    @JsonProperty(required = true) String job,
    @JsonProperty(required = true) String kind,
    @JsonProperty(required = true) Status status,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode result,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Failure error,
    int attempts,
    int redrives,
    @Nullable String batch,
    Turn source,
    String worker,
    Instant enqueuedAt,
    Instant startedAt,
    Instant finishedAt,
    String thread) {

  /** Anybody may write to the reply topic: what is read has all that a reply has. */
  public Reply {
    requireAll("job, kind and status", job, kind, status);
    requireAll("source, worker and thread", source, worker, thread);
    requireAll("enqueuedAt, startedAt and finishedAt", enqueuedAt, startedAt, finishedAt);
  }

  private static void requireAll(String names, Object... values) {
    for (var value : values) {
      Objects.requireNonNull(value, () -> "a reply has " + names + ", one is missing or null");
    }
  }

  /** How a job ended. */
  public enum Status {
    @JsonProperty("done")
    DONE,
    @JsonProperty("failed")
    FAILED,
    @JsonProperty("expired")
    EXPIRED;

    /** The one that is written so, in JSON and in the {@code status} header. */
    public static Optional<Status> of(String text) {
      return switch (text) {
        case "done" -> Optional.of(DONE);
        case "failed" -> Optional.of(FAILED);
        case "expired" -> Optional.of(EXPIRED);
        default -> Optional.empty();
      };
    }

    /** As it stands in JSON and in the {@code status} header. */
    public String text() {
      return switch (this) {
        case DONE -> "done";
        case FAILED -> "failed";
        case EXPIRED -> "expired";
      };
    }
  }

  /** Why a job failed: a short type for programs, a message for people. */
  public record Failure(String type, String message) {
    public Failure {
      requireAll("an error's type and message", type, message);
    }
  }
}
