package diner.worker.intake;

import diner.worker.flow.Assignment;
import diner.worker.flow.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Deadlines of jobs that wait, wherever that is. Owned by intake. Invariant: holds exactly the jobs
 * that have a deadline and are neither in a lane nor over, so it is no larger than the look-ahead.
 */
final class Deadlines {

  /** Expired jobs wait in many places, all of which are looked through: not for each job alone. */
  private static final Duration PAUSE = Duration.ofMillis(20);

  /** So many are with the lane that answers them, which has others to serve. */
  private static final int MOST_AT_ONCE = 1_000;

  private static final Comparator<Entry> BY_PLACE =
      Comparator.comparingLong(Entry::epoch).thenComparingLong(Entry::offset);

  private final TreeSet<Entry> ahead =
      new TreeSet<>(Comparator.comparing(Entry::deadline).thenComparing(BY_PLACE));

  /** Lowest offsets first: they need the least room in their partition's map. */
  private final TreeSet<Entry> passed = new TreeSet<>(BY_PLACE);

  private Instant nextLook = Instant.MIN;
  private int withLane;

  /** A job waits from now on; or it waits already, and this is its ticket from now on. */
  void waits(Ticket ticket) {
    var entry = Entry.of(ticket);
    if (entry != null) {
      started(ticket);
      ahead.add(entry);
    }
  }

  /** A job waits no more: it was handed to its lane. */
  void started(Ticket ticket) {
    var entry = Entry.of(ticket);
    if (entry != null && !ahead.remove(entry)) {
      passed.remove(entry);
    }
  }

  /**
   * Takes out the jobs whose deadline has come; they are to be answered.
   *
   * @param reserve whether there is room for the job's end in its partition's map; one without
   *     waits
   */
  List<Ticket> expire(Instant now, Predicate<Ticket> reserve) {
    if (now.isBefore(nextDue())) {
      return List.of();
    }
    while (!ahead.isEmpty() && !now.isBefore(ahead.first().deadline())) {
      passed.add(ahead.removeFirst());
    }
    var expired = new ArrayList<Ticket>();
    for (Iterator<Entry> entries = passed.iterator();
        entries.hasNext() && withLane < MOST_AT_ONCE; ) {
      var ticket = entries.next().ticket();
      if (reserve.test(ticket)) {
        entries.remove();
        expired.add(ticket);
        withLane++;
      }
    }
    nextLook = now.plus(PAUSE);
    return expired;
  }

  /** An expired job came back from the lane. */
  void answered() {
    withLane--;
  }

  /** How long until there is something to look for, at most the limit. */
  Duration untilNext(Instant now, Duration limit) {
    var due = nextDue();
    if (!due.isAfter(now)) {
      return Duration.ZERO;
    }
    return due.isBefore(now.plus(limit)) ? Duration.between(now, due) : limit;
  }

  void forget(Collection<Assignment> assignments) {
    ahead.removeIf(entry -> assignments.contains(entry.ticket().assignment()));
    passed.removeIf(entry -> assignments.contains(entry.ticket().assignment()));
  }

  /** Jobs with a deadline that wait. */
  int size() {
    return ahead.size() + passed.size();
  }

  /** What has passed and could not be answered is looked at again, without hurry. */
  private Instant nextDue() {
    if (!passed.isEmpty()) {
      return nextLook;
    }
    if (ahead.isEmpty()) {
      return Instant.MAX;
    }
    var first = ahead.first().deadline();
    return first.isAfter(nextLook) ? first : nextLook;
  }

  private record Entry(Instant deadline, Ticket ticket) {

    static @Nullable Entry of(Ticket ticket) {
      var deadline = ticket.deadline();
      return deadline == null ? null : new Entry(deadline, ticket);
    }

    /** Of its assignment, of which there is one of that number. */
    long epoch() {
      return ticket.assignment().epoch();
    }

    long offset() {
      return ticket.delivery().offset();
    }
  }
}
