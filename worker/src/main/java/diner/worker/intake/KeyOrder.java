package diner.worker.intake;

import diner.worker.flow.Assignment;
import diner.worker.flow.Delivery;
import diner.worker.flow.Ticket;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets jobs of one key and partition pass one at a time, in their order; jobs without a key pass
 * freely. Owned by intake. Invariant: a key is taken from the moment a job passes until it is over,
 * retries included.
 */
final class KeyOrder {

  private final Map<Key, Line> lines = new HashMap<>();
  private int waiting;

  /** Whether the job may go on; where not, it is kept until its turn comes. */
  boolean pass(Ticket ticket) {
    var key = Key.of(ticket.delivery());
    if (key == null) {
      return true;
    }
    var line = lines.get(key);
    if (line == null) {
      lines.put(key, new Line(ticket));
      return true;
    }
    line.behind.addLast(ticket);
    waiting++;
    return false;
  }

  /**
   * A job is over. Where it had passed, the next of its key passes now and is returned; one that
   * was withdrawn before its turn came leaves the key to whom it belongs.
   */
  @Nullable Ticket over(Ticket ticket) {
    var key = Key.of(ticket.delivery());
    if (key == null) {
      return null;
    }
    var line = lines.get(key);
    if (line == null || line.owner != ticket.delivery().offset()) {
      return null;
    }
    var next = line.behind.pollFirst();
    if (next == null) {
      lines.remove(key);
    } else {
      line.owner = next.delivery().offset();
      waiting--;
    }
    return next;
  }

  /** A job is not to pass any more, should it be kept here. */
  void withdraw(Ticket ticket) {
    var key = Key.of(ticket.delivery());
    var line = key == null ? null : lines.get(key);
    if (line != null && line.behind.removeFirstOccurrence(ticket)) {
      waiting--;
    }
  }

  void forget(Collection<Assignment> assignments) {
    lines
        .entrySet()
        .removeIf(entry -> {
          var isGone = assignments.contains(entry.getKey().assignment());
          waiting -= isGone ? entry.getValue().behind.size() : 0;
          return isGone;
        });
  }

  /** Jobs that are kept. */
  int waiting() {
    return waiting;
  }

  /** The jobs of one key: the offset of the one that has passed, and those behind it. */
  private static final class Line {
    final ArrayDeque<Ticket> behind = new ArrayDeque<>(0);
    long owner;

    Line(Ticket first) {
      this.owner = first.delivery().offset();
    }
  }

  private record Key(Assignment assignment, byte[] bytes) {

    static @Nullable Key of(Delivery delivery) {
      var key = delivery.key();
      return key == null ? null : new Key(delivery.assignment(), key);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key that
          && assignment.equals(that.assignment)
          && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return 31 * assignment.hashCode() + Arrays.hashCode(bytes);
    }
  }
}
