package diner.producer.dead;

import java.util.Collection;
import java.util.Comparator;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/**
 * What an error in a redrive's transaction means, the weightiest first. The client wraps what
 * matters in general exceptions, so the first cause that says something counts.
 */
enum Trouble {
  /** Another producer has the transactional id now, or Kafka gave this one's transaction up. */
  FENCED,
  /** No further try can help: a person must change rights or settings. */
  FOR_GOOD,
  /** Kafka refuses a record itself; without it the others could go. */
  RECORD_REFUSED,
  /** Anything else: another try may help. */
  PASSING;

  static Trouble of(Throwable error) {
    for (@Nullable Throwable at = error; at != null; at = at.getCause()) {
      var trouble = ofOne(at);
      if (trouble != PASSING) {
        return trouble;
      }
    }
    return PASSING;
  }

  /** The error that says most: the others may only say that one went before. */
  static KafkaException weightiest(Collection<KafkaException> errors) {
    return errors.stream()
        .min(Comparator.comparing(Trouble::of))
        .orElseThrow(() -> new IllegalArgumentException("expected an error"));
  }

  private static Trouble ofOne(Throwable error) {
    return switch (error) {
      case ProducerFencedException _ -> FENCED;
      case AuthenticationException _, AuthorizationException _, UnsupportedVersionException _ ->
          FOR_GOOD;
      case RecordTooLargeException _,
          RecordBatchTooLargeException _,
          InvalidRecordException _,
          InvalidTimestampException _,
          InvalidTopicException _,
          PolicyViolationException _,
          UnsupportedForMessageFormatException _ ->
          RECORD_REFUSED;
      default -> PASSING;
    };
  }
}
