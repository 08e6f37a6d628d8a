package diner.worker.intake;

import diner.worker.flow.Assignment;
import diner.worker.flow.Lane;
import diner.worker.flow.Outage;
import diner.worker.flow.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Decides when a job starts: each lane has a limit of its own, so that a full lane never holds up
 * the other, and each kind its own queue and rule, so that one that may not start holds up no other
 * of its lane. Owned by intake. Invariant: a lane runs at most as many jobs as its limit says.
 */
final class Admission {

  private final Map<Lane, LaneRoom> rooms = new EnumMap<>(Lane.class);

  /** By the names of rules, not of kinds: a job may name any kind. */
  private final Map<String, KindQueue> queues = new HashMap<>();

  private final Function<String, KindRule> ruleOf;
  private final Predicate<Ticket> parks;
  private final KeyOrder keys = new KeyOrder();
  private Instant admittedAt = Instant.MIN;

  /**
   * @param limits how many jobs of a lane may run at once
   * @param ruleOf the rule of a kind
   * @param parks whether a job, whose turn it is as to its key, waits elsewhere for its time; it is
   *     readmitted then
   */
  Admission(Map<Lane, Integer> limits, Function<String, KindRule> ruleOf, Predicate<Ticket> parks) {
    this.ruleOf = ruleOf;
    this.parks = parks;
    for (var lane : Lane.values()) {
      var limit = limits.get(lane);
      if (limit == null || limit < 1) {
        throw new IllegalArgumentException(lane + " needs a limit of at least 1, got " + limit);
      }
      rooms.put(lane, new LaneRoom(limit));
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
    queue(ticket).addFirst(ticket);
  }

  /** A job is to be tried again after all others of its kind that may start. */
  void readmitLast(Ticket ticket) {
    queue(ticket).addLast(ticket);
  }

  /**
   * Hands each lane the jobs it has room for, in one list.
   *
   * @param reserve whether there is room for the job in its partition's map, which is taken then; a
   *     job without waits, while those of other partitions pass by
   */
  void admit(Instant now, Predicate<Ticket> reserve, BiConsumer<Lane, List<Ticket>> start) {
    admittedAt = now;
    rooms.forEach((lane, room) -> {
      var admitted = room.deal(now, reserve);
      if (!admitted.isEmpty()) {
        start.accept(lane, admitted);
      }
    });
  }

  /** An attempt ended: its place in the lane is free. */
  void left(Ticket ticket) {
    var queue = queue(ticket);
    queue.left();
    room(queue.rule().lane()).left();
  }

  /** A job was to start and does not. */
  void takenBack(Ticket ticket) {
    left(ticket);
    gate(ticket).untried(ticket);
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
      queue.withdraw(tickets);
    }
  }

  /** How long until a job may start that waits for nothing but the time, at most the limit. */
  Duration untilNext(Instant now, Duration limit) {
    var wait = limit;
    for (var room : rooms.values()) {
      var next = room.nextStart(admittedAt);
      if (next != null) {
        var left = Duration.between(now, next);
        wait = left.compareTo(wait) < 0 ? left : wait;
      }
    }
    // Poll counts in milliseconds: it would not wait for less than one, and be called at once.
    return wait.isNegative()
        ? Duration.ZERO
        : wait.plusNanos(999_999).truncatedTo(ChronoUnit.MILLIS);
  }

  /** Forgets the jobs of these assignments that have not started. */
  void forget(Collection<Assignment> assignments) {
    var gone = new HashSet<>(assignments);
    keys.forget(gone);
    queues.values().forEach(queue -> queue.forget(gone));
  }

  /** Nobody waits for what runs of these assignments any more. */
  void forgetProbes(Collection<Assignment> assignments) {
    queues.values().forEach(queue -> queue.gate().forget(assignments));
  }

  /** The gate of a job's kind. */
  Gate gate(Ticket ticket) {
    return queue(ticket).gate();
  }

  /** The rule of a job's kind. */
  KindRule rule(Ticket ticket) {
    return ruleOf.apply(ticket.kind());
  }

  /** Kinds whose jobs wait for the service behind them. */
  List<Outage> outages() {
    var outages = new ArrayList<Outage>(0);
    for (var queue : queues.values()) {
      var since = queue.gate().shutSince();
      if (since != null) {
        outages.add(new Outage(queue.rule().kind(), since));
      }
    }
    return outages;
  }

  /** Jobs running in a lane. */
  int running(Lane lane) {
    return room(lane).running();
  }

  /** Jobs running in each lane. */
  Map<Lane, Integer> running() {
    var running = new EnumMap<Lane, Integer>(Lane.class);
    rooms.forEach((lane, room) -> running.put(lane, room.running()));
    return running;
  }

  /** Jobs that wait for a place in a lane, or for their key. */
  int waiting() {
    return keys.waiting() + queues.values().stream().mapToInt(KindQueue::waiting).sum();
  }

  /** Jobs of the same kind that wait, but for those behind their key. */
  int waiting(Ticket ticket) {
    return queue(ticket).waiting();
  }

  /** How many queues there are. */
  int queues() {
    return queues.size();
  }

  private void ready(Ticket ticket) {
    if (!parks.test(ticket)) {
      queue(ticket).addLast(ticket);
    }
  }

  private KindQueue queue(Ticket ticket) {
    var rule = rule(ticket);
    var queue = queues.get(rule.kind());
    if (queue == null) {
      queue = new KindQueue(rule);
      queues.put(rule.kind(), queue);
      room(rule.lane()).add(queue);
    }
    return queue;
  }

  private LaneRoom room(Lane lane) {
    var room = rooms.get(lane);
    if (room == null) {
      throw new IllegalStateException("no room for " + lane);
    }
    return room;
  }
}
