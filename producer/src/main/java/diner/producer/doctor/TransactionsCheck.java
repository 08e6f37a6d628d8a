package diner.producer.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Whether a transaction is left open, so that workers and readers of replies wait behind it. */
record TransactionsCheck(Patient patient) implements Check {

  /** A worker's transaction is open for milliseconds; the broker aborts it after 5 s. */
  private static final Duration TOO_LONG = Duration.ofSeconds(30);

  @Override
  public String name() {
    return "transactions";
  }

  @Override
  public Diagnosis examine() {
    return judge(open(), Instant.now());
  }

  static Diagnosis judge(List<OpenTransaction> open, Instant now) {
    var findings =
        open.stream()
            .filter(each -> Duration.between(each.lastRecord(), now).compareTo(TOO_LONG) > 0)
            .map(each -> finding(each, now))
            .toList();
    return Diagnosis.of(
        findings,
        open.isEmpty()
            ? "none is open"
            : "none is open for more than %d s".formatted(TOO_LONG.toSeconds()));
  }

  private static Finding finding(OpenTransaction open, Instant now) {
    var what =
        "a transaction of producer %s is open in %s since offset %d, for %d s at least: readers of"
                .formatted(
                    open.transactionalId().isEmpty()
                        ? Long.toString(open.producerId())
                        : "'" + open.transactionalId() + "'",
                    open.partition(),
                    open.offset(),
                    Duration.between(open.lastRecord(), now).toSeconds())
            + " committed records, workers too, wait behind it";
    return new Finding(
        what,
        open.transactionalId().isEmpty()
            ? "no broker will end it: kafka-transactions.sh abort --topic %s --partition %d"
                    .formatted(open.partition().topic(), open.partition().partition())
                + " --start-offset "
                + open.offset()
            : "end that program, or start it again; the broker aborts the transaction once its"
                + " time-out (transaction.timeout.ms) is over");
  }

  private List<OpenTransaction> open() {
    var partitions =
        Patient.await(patient.admin().describeTopics(patient.own()).allTopicNames())
            .values()
            .stream()
            .flatMap(topic -> Patient.partitions(topic).stream())
            .toList();
    // In this order: what ended meanwhile is not taken for open.
    var ends = ends(partitions, IsolationLevel.READ_UNCOMMITTED);
    var stable = ends(partitions, IsolationLevel.READ_COMMITTED);
    var heldUp =
        partitions.stream()
            .filter(each -> stable.getOrDefault(each, 0L) < ends.getOrDefault(each, 0L))
            .toList();
    return heldUp.isEmpty() ? List.of() : open(heldUp);
  }

  private List<OpenTransaction> open(List<TopicPartition> heldUp) {
    var producers = Patient.await(patient.admin().describeProducers(heldUp).all());
    var open = new ArrayList<OpenTransaction>();
    producers.forEach((partition, state) ->
        state.activeProducers().stream()
            .filter(each -> each.currentTransactionStartOffset().isPresent())
            .forEach(each ->
                open.add(
                    new OpenTransaction(
                        partition,
                        each.currentTransactionStartOffset().getAsLong(),
                        each.producerId(),
                        Instant.ofEpochMilli(each.lastTimestamp()),
                        ""))));
    var names = names(open.stream().map(OpenTransaction::producerId).toList());
    return open.stream()
        .map(each ->
            new OpenTransaction(
                each.partition(),
                each.offset(),
                each.producerId(),
                each.lastRecord(),
                names.getOrDefault(each.producerId(), "")))
        .toList();
  }

  private Map<Long, String> names(List<Long> producerIds) {
    var options = new ListTransactionsOptions().filterProducerIds(producerIds);
    return Patient.await(patient.admin().listTransactions(options).all()).stream()
        .collect(
            Collectors.toMap(
                TransactionListing::producerId,
                TransactionListing::transactionalId,
                (one, _) -> one));
  }

  private Map<TopicPartition, Long> ends(List<TopicPartition> partitions, IsolationLevel level) {
    var specs =
        partitions.stream().collect(Collectors.toMap(each -> each, _ -> OffsetSpec.latest()));
    var ends = new HashMap<TopicPartition, Long>();
    Patient.await(patient.admin().listOffsets(specs, new ListOffsetsOptions(level)).all())
        .forEach((partition, end) -> ends.put(partition, end.offset()));
    return ends;
  }
}
