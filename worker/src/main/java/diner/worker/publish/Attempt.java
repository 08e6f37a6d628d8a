package diner.worker.publish;

import diner.worker.flow.Publication;
import diner.worker.flow.Settled;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.KafkaException;

/** The records of one transaction on their way. Owned by {@code publisher}. */
final class Attempt {

  private final Transactions transactions;
  private final List<Sending> sendings = new ArrayList<>();

  Attempt(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Sends a record.
   *
   * @throws KafkaException where the transaction can't be committed any more
   */
  void send(Settled job, Publication record) {
    var sending = Sending.of(job, record, transactions::send);
    sendings.add(sending);
    throwFailure(sending);
  }

  /**
   * Returns when all records are acknowledged.
   *
   * @throws KafkaException where one was not
   */
  void awaitAcknowledgements() {
    transactions.await(sendings.stream().map(Sending::acknowledgement).toList());
    sendings.forEach(Attempt::throwFailure);
  }

  /** What was sent, so far. */
  List<Sending> sendings() {
    return sendings;
  }

  private static void throwFailure(Sending sending) {
    var failure = sending.failure();
    if (failure != null) {
      throw failure;
    }
  }
}
