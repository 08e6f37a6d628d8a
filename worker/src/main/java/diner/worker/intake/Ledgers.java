package diner.worker.intake;

import diner.worker.flow.Assignment;
import diner.worker.flow.CommitPoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The ledgers of the partitions assigned now. Owned by intake. */
final class Ledgers {

  private final Map<TopicPartition, Assignment> assignments = new HashMap<>();
  private final Map<Assignment, PartitionLedger> ledgers = new HashMap<>();
  private long epochs;

  void assign(Collection<TopicPartition> partitions) {
    for (var partition : partitions) {
      assignments.put(
          partition, new Assignment(partition.topic(), partition.partition(), ++epochs));
    }
  }

  /** Forgets the partitions and returns their former assignments. */
  List<Assignment> forget(Collection<TopicPartition> partitions) {
    var forgotten = assignmentsOf(partitions);
    forgotten.forEach(ledgers::remove);
    assignments.keySet().removeAll(partitions);
    return forgotten;
  }

  List<Assignment> assignmentsOf(Collection<TopicPartition> partitions) {
    var found = new ArrayList<Assignment>(partitions.size());
    for (var partition : partitions) {
      var assignment = assignments.get(partition);
      if (assignment != null) {
        found.add(assignment);
      }
    }
    return found;
  }

  /**
   * The ledger of a partition that poll returned.
   *
   * @param start where a ledger that is not there yet begins
   */
  PartitionLedger at(TopicPartition partition, long start) {
    var assignment = assignments.get(partition);
    if (assignment == null) {
      throw new IllegalStateException("poll returned " + partition + ", which is not assigned");
    }
    return ledgers.computeIfAbsent(assignment, a -> new PartitionLedger(a, start));
  }

  /** The ledger of an assignment; null where it is one of the past. */
  @Nullable PartitionLedger of(Assignment assignment) {
    return ledgers.get(assignment);
  }

  /** The ledger of a partition that is assigned and was polled. */
  Optional<PartitionLedger> find(TopicPartition partition) {
    return Optional.ofNullable(assignments.get(partition)).map(ledgers::get);
  }

  Collection<PartitionLedger> all() {
    return ledgers.values();
  }

  int partitions() {
    return assignments.size();
  }

  boolean haveMoved() {
    return ledgers.values().stream().anyMatch(PartitionLedger::hasMoved);
  }

  /** The commit points that moved since they were last asked for. */
  List<CommitPoint> nextCommitPoints() {
    return ledgers.values().stream()
        .map(PartitionLedger::nextCommitPoint)
        .flatMap(Optional::stream)
        .toList();
  }

  /** Jobs of these assignments that were started and whose records have not been published. */
  int inFlight(Collection<Assignment> of) {
    var inFlight = 0;
    for (var assignment : of) {
      var ledger = ledgers.get(assignment);
      inFlight += ledger == null ? 0 : ledger.inFlight();
    }
    return inFlight;
  }

  int inFlight() {
    return inFlight(ledgers.keySet());
  }
}
