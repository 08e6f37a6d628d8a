package diner.worker.intake;

import diner.worker.flow.Assignment;
import diner.worker.flow.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Jobs that wait for their time: that of their next attempt, or their {@code not-before}. They stay
 * open in their partition and keep their key, but take no place in a lane. Owned by intake.
 */
final class Parking {

  private final PriorityQueue<Parked> byDue =
      new PriorityQueue<>(Comparator.comparing(Parked::due).thenComparingLong(Parked::number));
  private long numbers;

  void park(Ticket ticket, Instant due) {
    byDue.add(new Parked(due, numbers++, ticket));
  }

  /** Hands out the jobs that are due, the earliest first. */
  void release(Instant now, Consumer<Ticket> release) {
    while (!byDue.isEmpty() && !byDue.element().due().isAfter(now)) {
      release.accept(byDue.remove().ticket());
    }
  }

  /** Takes the jobs out that this holds for, due or not; the latest first. */
  List<Ticket> take(Predicate<Ticket> isToBeTaken) {
    var taken = byDue.stream().filter(parked -> isToBeTaken.test(parked.ticket())).toList();
    byDue.removeAll(Set.copyOf(taken));
    return taken.stream()
        .sorted(Comparator.comparingLong(Parked::number).reversed())
        .map(Parked::ticket)
        .toList();
  }

  /** How long until the next job is due, at most the limit. */
  Duration untilNext(Instant now, Duration limit) {
    if (byDue.isEmpty()) {
      return limit;
    }
    var wait = Duration.between(now, byDue.element().due());
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(limit) < 0 ? wait : limit;
  }

  /** These jobs are not to come back. */
  void withdraw(Set<Ticket> tickets) {
    byDue.removeIf(parked -> tickets.contains(parked.ticket()));
  }

  void forget(Collection<Assignment> assignments) {
    byDue.removeIf(parked -> assignments.contains(parked.ticket().assignment()));
  }

  int size() {
    return byDue.size();
  }

  private record Parked(Instant due, long number, Ticket ticket) {}
}
