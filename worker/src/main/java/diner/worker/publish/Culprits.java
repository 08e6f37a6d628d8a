package diner.worker.publish;

import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/**
 * Finds the records for which Kafka refused a transaction. When one is refused, the client may fail
 * others with the very same error, so where that does not tell, it is found by halving: in
 * transactions that are aborted whatever comes of them. Owned by {@code publisher}.
 */
final class Culprits {

  private final Transactions transactions;

  Culprits(Transactions transactions) {
    this.transactions = transactions;
  }

  /** The refused ones of an aborted transaction; none where no record is to blame. */
  List<Sending> among(List<Sending> sendings) {
    var suspects = sendings.stream().filter(sending -> sending.refusal() != null).toList();
    var atOnce = suspects.stream().filter(Sending::atOnce).toList();
    if (!atOnce.isEmpty()) {
      return atOnce;
    }
    var unauthorized = suspects.stream().filter(Culprits::isUnauthorized).toList();
    if (!unauthorized.isEmpty() || suspects.size() <= 1) {
      return unauthorized.isEmpty() ? suspects : unauthorized;
    }
    return halved(suspects);
  }

  private static boolean isUnauthorized(Sending sending) {
    return sending.refusal() instanceof TopicAuthorizationException e
        && e.unauthorizedTopics().contains(sending.record().topic());
  }

  private List<Sending> halved(List<Sending> suspects) {
    var left = suspects;
    while (left.size() > 1) {
      var half = left.subList(0, left.size() / 2);
      left = isRefused(half) ? half : left.subList(half.size(), left.size());
    }
    return isRefused(left) ? left : List.of();
  }

  private boolean isRefused(List<Sending> suspects) {
    var error = new KafkaException("a trial is not for keeping");
    try {
      transactions.begin();
      var trial = new Attempt(transactions);
      suspects.forEach(suspect -> trial.send(suspect.job(), suspect.record()));
      trial.awaitAcknowledgements();
    } catch (KafkaException e) {
      error = e;
    }
    transactions.undo(error);
    return Meaning.of(error) == Meaning.RECORD_REFUSED;
  }
}
