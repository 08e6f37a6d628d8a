package diner.worker.intake;

import diner.worker.flow.Assignment;
import diner.worker.flow.Ticket;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of one kind that have not started, and how many of them may. Owned by intake, as a part
 * of {@link Admission}. Invariant: no more of the kind are in flight than its rule says.
 */
final class KindQueue {

  private static final Comparator<Ticket> BY_OFFSET =
      Comparator.comparingLong(ticket -> ticket.delivery().offset());

  private final KindRule rule;
  private final Tokens tokens;
  private final Gate gate;
  private final ArrayDeque<Ticket> ready = new ArrayDeque<>();

  /**
   * Jobs whose partition's map was full when their turn came, by their offset: the lowest needs the
   * least room, and its end makes room for the others.
   */
  private final Map<Assignment, PriorityQueue<Ticket>> held = new LinkedHashMap<>();

  private int running;

  KindQueue(KindRule rule) {
    this.rule = rule;
    this.gate = new Gate(rule.judgedBy());
    this.tokens = new Tokens(rule.pause());
  }

  KindRule rule() {
    return rule;
  }

  Gate gate() {
    return gate;
  }

  void addLast(Ticket ticket) {
    ready.addLast(ticket);
  }

  void addFirst(Ticket ticket) {
    ready.addFirst(ticket);
  }

  /** Whether a job waits that may start now, as far as the kind is concerned. */
  boolean isAsking(Instant now) {
    return mayStart(now) > 0;
  }

  /**
   * Starts what may start now, those held first.
   *
   * @param most how many at most
   * @param reserve whether there is room for the job in its partition's map, which is taken then
   */
  List<Ticket> start(Instant now, int most, Predicate<Ticket> reserve) {
    var started = next(Math.min(most, mayStart(now)), reserve);
    running += started.size();
    tokens.take(started.size());
    gate.started(started);
    return started;
  }

  /** An attempt ended, or did not begin. */
  void left() {
    running--;
  }

  /**
   * When a job may start that waits for nothing but the time.
   *
   * @param admittedAt when this was last asked to start: what could start then has started
   * @return null where none waits for the time
   */
  @Nullable Instant nextStart(Instant admittedAt) {
    var from = gate.mayStartFrom();
    if (from == null || isEmpty() || running >= rule.limit()) {
      return null;
    }
    var next = tokens.nextAt(admittedAt);
    var at = next.isAfter(from) ? next : from;
    return at.isAfter(admittedAt) ? at : null; // else it waits for room in its map
  }

  /** These jobs are not to start any more, should they wait here. */
  void withdraw(Set<Ticket> tickets) {
    ready.removeIf(tickets::contains);
    held.values().forEach(waiting -> waiting.removeIf(tickets::contains));
  }

  void forget(Collection<Assignment> gone) {
    ready.removeIf(ticket -> gone.contains(ticket.assignment()));
    held.keySet().removeAll(gone);
  }

  int running() {
    return running;
  }

  /** Jobs that have not started. */
  int waiting() {
    return ready.size() + held.values().stream().mapToInt(PriorityQueue::size).sum();
  }

  private int mayStart(Instant now) {
    var room = rule.limit() - running;
    return room <= 0 || isEmpty()
        ? 0
        : Math.min(Math.min(room, gate.mayStart(now)), tokens.available(now));
  }

  private boolean isEmpty() {
    return ready.isEmpty() && held.values().stream().allMatch(PriorityQueue::isEmpty);
  }

  private List<Ticket> next(int most, Predicate<Ticket> reserve) {
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
        held.computeIfAbsent(ticket.assignment(), _ -> new PriorityQueue<>(BY_OFFSET)).add(ticket);
      }
    }
    return found;
  }
}
