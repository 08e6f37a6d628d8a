package diner.worker.publish;

import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * What an error of the Kafka client means for the publisher. The client wraps what matters in
 * general exceptions, so the first cause that says something counts.
 */
enum Meaning {
  /** Kafka is away, or asks for another try. */
  AWAY,
  /** Another producer has the transactional id now, or the coordinator gave this one up. */
  FENCED,
  /** The broker refuses the metadata of committed offsets as too long. */
  MAP_REFUSED,
  /** Kafka refuses a record itself; without it the others could go. */
  RECORD_REFUSED,
  /** No further try can help: a person must change rights or settings. */
  FOR_GOOD,
  /** Anything else: whether the producer can go on shows when it aborts. */
  OTHER;

  static Meaning of(Throwable error) {
    for (@Nullable Throwable at = error; at != null; at = at.getCause()) {
      var meaning = ofOne(at);
      if (meaning != OTHER) {
        return meaning;
      }
    }
    return OTHER;
  }

  private static Meaning ofOne(Throwable error) {
    return switch (error) {
      case ProducerFencedException _, InvalidProducerEpochException _ -> FENCED;
      case OffsetMetadataTooLarge _ -> MAP_REFUSED;
      case RecordTooLargeException _,
          RecordBatchTooLargeException _,
          InvalidRecordException _,
          InvalidTimestampException _,
          InvalidTopicException _,
          PolicyViolationException _,
          TopicAuthorizationException _,
          UnsupportedForMessageFormatException _ ->
          RECORD_REFUSED;
      case FencedInstanceIdException _,
          GroupAuthorizationException _,
          TransactionalIdAuthorizationException _,
          ClusterAuthorizationException _,
          AuthenticationException _,
          UnsupportedVersionException _ ->
          FOR_GOOD;
      // Addresses that can't be resolved now: a container that starts, a cluster that moves.
      case ConfigException e ->
          String.valueOf(e.getMessage()).contains("bootstrap") ? AWAY : FOR_GOOD;
      // A call that timed out while the login was refused.
      case RetriableException e when e.getCause() instanceof AuthenticationException -> FOR_GOOD;
      case RetriableException _ -> AWAY;
      default -> saysMapRefused(error) ? MAP_REFUSED : OTHER;
    };
  }

  /** The client knows no reaction to this error and keeps nothing of it but the broker's words. */
  private static boolean saysMapRefused(Throwable error) {
    var message = error.getMessage();
    return message != null && message.contains(Errors.OFFSET_METADATA_TOO_LARGE.message());
  }
}
