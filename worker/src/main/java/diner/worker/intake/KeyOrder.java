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

  private final Map<Key, ArrayDeque<Ticket>> waitingBehind = new HashMap<>();
  private int waiting;

  /** Whether the job may go on; where not, it is kept until its turn comes. */
  boolean pass(Ticket ticket) {
    var key = Key.of(ticket.delivery());
    if (key == null) {
      return true;
    }
    var waiting = waitingBehind.get(key);
    if (waiting == null) {
      waitingBehind.put(key, new ArrayDeque<>(0));
      return true;
    }
    waiting.addLast(ticket);
    this.waiting++;
    return false;
  }

  /** A job that had passed is over; returns the next of its key, which passes now. */
  @Nullable Ticket over(Ticket ticket) {
    var key = Key.of(ticket.delivery());
    if (key == null) {
      return null;
    }
    var waiting = waitingBehind.get(key);
    if (waiting == null) {
      return null;
    }
    var next = waiting.pollFirst();
    if (next == null) {
      waitingBehind.remove(key);
    } else {
      this.waiting--;
    }
    return next;
  }

  void forget(Collection<Assignment> assignments) {
    waitingBehind
        .entrySet()
        .removeIf(entry -> {
          var isGone = assignments.contains(entry.getKey().assignment());
          waiting -= isGone ? entry.getValue().size() : 0;
          return isGone;
        });
  }

  /** Jobs that are kept. */
  int waiting() {
    return waiting;
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
