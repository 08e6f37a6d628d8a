package diner.worker.publish;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a rival of the same transactional id, who would fence this worker for ever, from a
 * coordinator that gave up a transaction. Owned by {@code publisher}.
 */
final class Fencings {

  private static final Logger log = LoggerFactory.getLogger(Fencings.class);
  private static final Duration MEMORY = Duration.ofMinutes(1);

  private final TransactionalId id;
  private final Duration transactionTimeout;
  private @Nullable Instant last;

  Fencings(TransactionalId id, Duration transactionTimeout) {
    this.id = id;
    this.transactionTimeout = transactionTimeout;
  }

  /**
   * The producer was fenced.
   *
   * @param begunAt when its open transaction was begun; null where it had none
   * @throws KafkaException where that happened twice within a minute
   */
  void happened(@Nullable Instant begunAt, Instant now, KafkaException cause) {
    if (begunAt != null && begunAt.plus(transactionTimeout).isBefore(now)) {
      log.atWarn()
          .addKeyValue("transactionalId", id.text())
          .addKeyValue("openFor", Duration.between(begunAt, now))
          .log("Kafka ended a transaction that took too long: reading anew what is committed");
      return;
    }
    if (last != null && now.isBefore(last.plus(MEMORY))) {
      throw new KafkaException(
          "fenced twice within a minute: another process uses the transactional id '%s', probably a worker with the same --instance-id; expected one worker for each"
              .formatted(id.text()),
          cause);
    }
    last = now;
    log.atWarn()
        .addKeyValue("transactionalId", id.text())
        .addKeyValue("cause", cause.toString())
        .log("fenced by another producer: reading anew what is committed");
  }
}
