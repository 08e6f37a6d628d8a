package diner.worker.intake;

import diner.worker.flow.Assignment;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Assignments of which it is not known yet where they go on. A partition whose former owner died
 * amid a transaction stays here until Kafka has ended that. Owned by intake. Invariant: one request
 * at a time; an assignment is asked for until it is answered or gone.
 */
final class Resuming {

  private static final Logger log = LoggerFactory.getLogger(Resuming.class);

  /** A transaction that is still open, or a broker that is away, is asked about again so soon. */
  private static final Duration RETRY_DELAY = Duration.ofMillis(100);

  private final PollLoop.CommittedReader committed;
  private final InstantSource clock;
  private final Set<Assignment> waiting = new LinkedHashSet<>();
  private boolean asking;
  private boolean failing;
  private Instant notBefore = Instant.EPOCH;

  Resuming(PollLoop.CommittedReader committed, InstantSource clock) {
    this.committed = committed;
    this.clock = clock;
  }

  void add(Collection<Assignment> assignments) {
    waiting.addAll(assignments);
    notBefore = Instant.EPOCH;
  }

  /** Asks, unless that is under way or it is too soon; the answer comes as a message. */
  void ask() {
    if (!asking && !waiting.isEmpty() && !clock.instant().isBefore(notBefore)) {
      asking = true;
      committed.read(List.copyOf(waiting));
    }
  }

  /**
   * Takes in an answer and returns what it says of assignments that were waited for.
   *
   * @param error why there is no answer; null where there is
   */
  List<ResumePoint> answered(List<ResumePoint> points, @Nullable RuntimeException error) {
    asking = false;
    notBefore = clock.instant().plus(RETRY_DELAY);
    if (error != null) {
      tell(error);
      return List.of();
    }
    failing = false;
    var awaited = new ArrayList<ResumePoint>(points.size());
    for (var point : points) {
      if (waiting.remove(point.assignment())) {
        awaited.add(point);
      }
    }
    return awaited;
  }

  void forget(Collection<Assignment> assignments) {
    waiting.removeAll(assignments);
  }

  /** How long intake may sleep in poll before it is time to ask. */
  Duration untilDue(Duration limit) {
    if (asking || waiting.isEmpty()) {
      return limit;
    }
    var wait = Duration.between(clock.instant(), notBefore);
    return wait.isNegative() ? Duration.ZERO : wait.compareTo(limit) < 0 ? wait : limit;
  }

  private void tell(RuntimeException error) {
    if (!(error instanceof RetriableException)) {
      throw error;
    }
    if (!failing) {
      failing = true; // said once, not ten times a second while Kafka is away
      log.atWarn()
          .addKeyValue("partitions", waiting.size())
          .addKeyValue("cause", error.toString())
          .log("committed offsets can't be read: trying until they can, nothing is polled before");
    }
  }
}
