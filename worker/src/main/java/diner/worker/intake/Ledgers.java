package diner.worker.intake;

import diner.shared.kafka.Alphabet;
import diner.shared.kafka.DoneAhead;
import diner.shared.message.Turn;
import diner.worker.flow.Assignment;
import diner.worker.flow.CommitPoint;
import diner.worker.flow.Load.Held;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The assigned partitions and their ledgers; a partition has none until it is known where it goes
 * on. Owned by intake. Invariant: an assignment has a ledger only while it is the present one of
 * its partition.
 */
final class Ledgers {

  private static final Logger log = LoggerFactory.getLogger(Ledgers.class);

  private final Map<TopicPartition, Assignment> assignments = new HashMap<>();
  private final Map<Assignment, PartitionLedger> ledgers = new HashMap<>();
  private MapFormat format;
  private long epochs;

  Ledgers(MapFormat format) {
    this.format = format;
  }

  /** Partitions are ours from now on; returns their assignments, which have no ledger yet. */
  List<Assignment> assign(Collection<TopicPartition> partitions) {
    for (var partition : partitions) {
      assignments.put(
          partition, new Assignment(partition.topic(), partition.partition(), ++epochs));
    }
    return assignmentsOf(partitions);
  }

  /** Opens the ledger of a present assignment; returns its partition. */
  TopicPartition resume(ResumePoint point) {
    var assignment = point.assignment();
    var partition = new TopicPartition(assignment.topic(), assignment.partition());
    if (!assignment.equals(assignments.get(partition))) {
      throw new IllegalStateException(assignment + " is not a present one");
    }
    var ledger = new PartitionLedger(point, mapOf(point), format.maxAttempts());
    ledgers.put(assignment, ledger);
    var gone = point.logStart() - ledger.commitPoint();
    if (gone > 0) {
      log.atWarn()
          .addKeyValue("topic", assignment.topic())
          .addKeyValue("partition", assignment.partition())
          .addKeyValue("committed", point.committed())
          .addKeyValue("start", point.logStart())
          .log("up to {} jobs were deleted before they were done: retention is too short", gone);
      ledger.positionedAt(point.logStart());
    }
    return partition;
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

  /** The ledger of an assignment; null where it is one of the past, or not known yet. */
  @Nullable PartitionLedger of(Assignment assignment) {
    return ledgers.get(assignment);
  }

  /** The ledger of an assigned partition; null where it is not known yet where that goes on. */
  @Nullable PartitionLedger of(TopicPartition partition) {
    var assignment = assignments.get(partition);
    return assignment == null ? null : ledgers.get(assignment);
  }

  Collection<PartitionLedger> all() {
    return ledgers.values();
  }

  Collection<TopicPartition> partitions() {
    return List.copyOf(assignments.keySet());
  }

  /** How many partitions are assigned. */
  int count() {
    return assignments.size();
  }

  /** How maps are written. */
  MapFormat format() {
    return format;
  }

  /**
   * The broker finds maps too long that have as many characters as it allows: they are written in
   * ASCII from now on.
   *
   * @param metadata what it refused; some may be from before it was refused for the first time
   */
  void refused(List<String> metadata) {
    if (metadata.stream().anyMatch(Alphabet.BASE64::isOf)) {
      throw new KafkaException(
          "the broker refuses a commit's metadata of at most %d characters: --metadata-limit must be at most its offset.metadata.max.bytes"
              .formatted(format.limitChars()));
    }
    if (format.alphabet() != Alphabet.BASE64) {
      log.warn("the broker refuses a commit's metadata: it is written in ASCII from now on");
      format = format.inBase64();
    }
    ledgers.values().forEach(PartitionLedger::unsave);
  }

  /** Whether a commit point is to be committed. */
  boolean areUnsaved() {
    return ledgers.values().stream().anyMatch(PartitionLedger::isUnsaved);
  }

  /** Whether a commit point is to be committed at once. */
  boolean areUrgent() {
    return ledgers.values().stream().anyMatch(PartitionLedger::isUrgent);
  }

  boolean areUrgent(Collection<Assignment> of) {
    return of.stream().map(ledgers::get).anyMatch(ledger -> ledger != null && ledger.isUrgent());
  }

  /** The commit points that say more than those saved last. */
  List<CommitPoint> save() {
    var points = new ArrayList<CommitPoint>();
    for (var ledger : ledgers.values()) {
      if (ledger.isUnsaved()) {
        points.add(ledger.save(format));
      }
    }
    return points;
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

  /** What all of them hold together, and the fullest of them. */
  Held held() {
    var open = 0;
    var mostOpen = 0;
    var bytes = 0L;
    var mostChars = 0;
    var full = 0;
    for (var ledger : ledgers.values()) {
      open += ledger.open();
      mostOpen = Math.max(mostOpen, ledger.open());
      bytes += ledger.heldBytes();
      mostChars = Math.max(mostChars, ledger.metadataChars());
      full += ledger.isMapFull() ? 1 : 0;
    }
    var fill = (double) mostChars / format.limitChars();
    return new Held(count(), open, mostOpen, bytes, fill, full);
  }

  private static DoneAhead mapOf(ResumePoint point) {
    var assignment = point.assignment();
    var committed = new Turn(assignment.topic(), assignment.partition(), point.commitPoint());
    var nothing = DoneAhead.decode(committed, "").orElseThrow();
    return DoneAhead.decode(committed, point.metadata())
        .orElseGet(() -> {
          log.atWarn()
              .addKeyValue("turn", committed)
              .log("the commit's metadata is not ours: jobs done beyond it may be done again");
          return nothing;
        });
  }
}
