package diner.worker.intake;

import diner.worker.flow.Assignment;
import diner.worker.flow.Lane;
import diner.worker.flow.Ticket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Decides when a job starts: each lane has its own queue and its own limit, so that a full lane
 * never holds up the other. Owned by intake. Invariant: a lane runs at most as many jobs as its
 * limit says.
 */
final class Admission {

  private final Map<Lane, Queue> queues = new EnumMap<>(Lane.class);
  private final Function<String, Lane> laneOf;
  private final Predicate<Ticket> parks;
  private final KeyOrder keys = new KeyOrder();

  /**
   * @param limits how many jobs of a lane may run at once
   * @param laneOf the lane of a kind
   * @param parks whether a job, whose turn it is as to its key, waits elsewhere for its time; it is
   *     readmitted then
   */
  Admission(Map<Lane, Integer> limits, Function<String, Lane> laneOf, Predicate<Ticket> parks) {
    this.laneOf = laneOf;
    this.parks = parks;
    for (var lane : Lane.values()) {
      var limit = limits.get(lane);
      if (limit == null || limit < 1) {
        throw new IllegalArgumentException(lane + " needs a limit of at least 1, got " + limit);
      }
      queues.put(lane, new Queue(limit));
    }
  }

  /** A job arrived. */
  void add(Ticket ticket) {
    if (keys.pass(ticket)) {
      ready(ticket);
    }
  }

  /** A parked job is due again; it kept its key, and goes before those that came later. */
  void readmit(Ticket ticket) {
    queue(ticket).ready.addFirst(ticket);
  }

  /**
   * Hands each lane the jobs it has room for, in one list.
   *
   * @param reserve whether there is room for the job in its partition's map, which is taken then; a
   *     job without waits, while those of other partitions pass by
   */
  void admit(Predicate<Ticket> reserve, BiConsumer<Lane, List<Ticket>> start) {
    queues.forEach((lane, queue) -> {
      var admitted = queue.next(queue.limit - queue.running, reserve);
      queue.running += admitted.size();
      if (!admitted.isEmpty()) {
        start.accept(lane, admitted);
      }
    });
  }

  /** An attempt ended: its place in the lane is free. */
  void left(Ticket ticket) {
    queue(ticket).running--;
  }

  /** A job is over: the next of its key becomes ready. */
  void over(Ticket ticket) {
    var next = keys.over(ticket);
    if (next != null) {
      ready(next);
    }
  }

  /**
   * These jobs are not to start any more: they leave their places, and keep the keys they have.
   *
   * @param tickets compared by identity
   */
  void withdraw(Set<Ticket> tickets) {
    tickets.forEach(keys::withdraw);
    for (var queue : queues.values()) {
      queue.ready.removeIf(tickets::contains);
      queue.held.values().forEach(held -> held.removeIf(tickets::contains));
    }
  }

  /** Forgets the jobs of these assignments that have not started. */
  void forget(Collection<Assignment> assignments) {
    var gone = new HashSet<>(assignments);
    keys.forget(gone);
    for (var queue : queues.values()) {
      queue.ready.removeIf(ticket -> gone.contains(ticket.assignment()));
      queue.held.keySet().removeAll(gone);
    }
  }

  /** Jobs running in a lane. */
  int running(Lane lane) {
    return queue(lane).running;
  }

  /** Jobs that wait for a place in a lane, or for their key. */
  int waiting() {
    return keys.waiting() + queues.values().stream().mapToInt(Queue::size).sum();
  }

  private void ready(Ticket ticket) {
    if (!parks.test(ticket)) {
      queue(ticket).ready.addLast(ticket);
    }
  }

  private Queue queue(Ticket ticket) {
    return queue(laneOf.apply(ticket.kind()));
  }

  private Queue queue(Lane lane) {
    var queue = queues.get(lane);
    if (queue == null) {
      throw new IllegalStateException("no queue for " + lane);
    }
    return queue;
  }

  private static final class Queue {
    static final Comparator<Ticket> BY_OFFSET =
        Comparator.comparingLong(ticket -> ticket.delivery().offset());

    final int limit;
    final ArrayDeque<Ticket> ready = new ArrayDeque<>();

    /**
     * Jobs whose partition's map was full when their turn came, by their offset: the lowest needs
     * the least room, and its end makes room for the others.
     */
    final Map<Assignment, PriorityQueue<Ticket>> held = new LinkedHashMap<>();

    int running;

    Queue(int limit) {
      this.limit = limit;
    }

    /** At most so many jobs that may start; those held come first. */
    List<Ticket> next(int most, Predicate<Ticket> reserve) {
      var found = new ArrayList<Ticket>();
      for (var waiting : held.values()) {
        while (found.size() < most && !waiting.isEmpty() && reserve.test(waiting.element())) {
          found.add(waiting.remove());
        }
      }
      while (found.size() < most && !ready.isEmpty()) {
        var ticket = ready.removeFirst();
        if (reserve.test(ticket)) {
          found.add(ticket);
        } else {
          held.computeIfAbsent(ticket.assignment(), _ -> new PriorityQueue<>(BY_OFFSET))
              .add(ticket);
        }
      }
      return found;
    }

    int size() {
      return ready.size() + held.values().stream().mapToInt(PriorityQueue::size).sum();
    }
  }
}
