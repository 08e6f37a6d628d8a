package diner.producer.dead;

import diner.shared.message.DeadLetterHeaders;
import diner.shared.message.Headers;
import diner.shared.message.JobIds;
import diner.shared.message.Kinds;
import diner.shared.message.Turn;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as it lies on its topic. What it says of itself is read from its headers when asked
 * for; anybody may write to the topic, so nothing of it can be relied on.
 *
 * @param turn where the letter lies, rather than its job
 * @param at when it was written
 */
record Letter(
    Turn turn, Instant at, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {

  /** Instead of a reason: it was not a worker of Diner who wrote it. */
  static final String FOREIGN = "foreign";

  private static final String UNKNOWN = "-";

  /** Where its job lay; empty where a stranger wrote the letter. */
  Optional<Turn> origin() {
    var partition = number(DeadLetterHeaders.PARTITION);
    var offset = number(DeadLetterHeaders.OFFSET);
    return partition.isEmpty() || offset.isEmpty() || partition.get() > Integer.MAX_VALUE
        ? Optional.empty()
        : headers
            .text(DeadLetterHeaders.TOPIC)
            .map(topic -> new Turn(topic, partition.get().intValue(), offset.get()));
  }

  /** Why the job was given up. */
  String reason() {
    return origin().flatMap(_ -> headers.text(DeadLetterHeaders.REASON)).orElse(FOREIGN);
  }

  String kind() {
    return headers
        .text(Headers.JOB_KIND)
        .or(() -> headers.text(DeadLetterHeaders.TOPIC).map(Kinds::ofTopic))
        .orElse(UNKNOWN);
  }

  /** The id that the job came with, if that can be one. */
  Optional<String> ownId() {
    return headers.text(Headers.JOB_ID).filter(id -> id.length() <= JobIds.MAX_LENGTH);
  }

  /** The job's identity, as its reply named it. */
  String job() {
    return ownId().or(() -> origin().map(Turn::toString)).orElse(UNKNOWN);
  }

  String errorType() {
    return headers.text(DeadLetterHeaders.ERROR_TYPE).orElse(UNKNOWN);
  }

  String errorMessage() {
    return headers.text(DeadLetterHeaders.ERROR_MESSAGE).orElse("");
  }

  /** How often the job was started; 0 where the letter does not say. */
  long attempts() {
    return number(DeadLetterHeaders.ATTEMPTS).orElse(0L);
  }

  /** How often the job was brought back before. */
  long redrives() {
    return number(Headers.REDRIVES).orElse(0L);
  }

  /** The timestamp of the job's record. */
  Optional<Instant> enqueuedAt() {
    return number(DeadLetterHeaders.TIMESTAMP).map(Instant::ofEpochMilli);
  }

  /** How many bytes the job's value had, where it did not fit into the letter. */
  Optional<String> omittedValue() {
    return value == null ? headers.text(DeadLetterHeaders.VALUE_OMITTED) : Optional.empty();
  }

  /** About what it takes as a record. */
  long bytes() {
    return headers.bytes() + (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
  }

  private Optional<Long> number(String header) {
    return headers.text(header).filter(text -> text.matches("\\d{1,18}")).map(Long::valueOf);
  }
}
