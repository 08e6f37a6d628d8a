package diner.worker.intake;

import diner.worker.flow.Ticket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Admitted jobs that start once their attempt is on record: without it, a job that ends its process
 * would do so for ever. Owned by intake. Invariant: a job leaves only when the commit that carries
 * its attempt is acknowledged; commits are acknowledged in their order.
 */
final class Recording {

  private List<Ticket> next = new ArrayList<>();
  private final ArrayDeque<List<Ticket>> underWay = new ArrayDeque<>();

  /** These jobs' attempts are in the ledgers, and so in the commit points that are made next. */
  void add(List<Ticket> tickets) {
    next.addAll(tickets);
  }

  /** Commit points were made. */
  void saved() {
    underWay.addLast(next);
    next = new ArrayList<>();
  }

  /** The commit points made last are to be made again, with what came in the meantime. */
  void savedAgain() {
    underWay.getLast().addAll(next);
    next = new ArrayList<>();
  }

  /** The oldest commit points under way are acknowledged: these jobs may start. */
  List<Ticket> acknowledged() {
    return underWay.removeFirst();
  }

  boolean isEmpty() {
    return next.isEmpty() && underWay.stream().allMatch(List::isEmpty);
  }

  /** Takes the jobs out that this holds for; they are not to start. */
  List<Ticket> drop(Predicate<Ticket> isToBeDropped) {
    var dropped = new ArrayList<Ticket>();
    dropFrom(next, isToBeDropped, dropped);
    underWay.forEach(tickets -> dropFrom(tickets, isToBeDropped, dropped));
    return dropped;
  }

  private static void dropFrom(
      List<Ticket> tickets, Predicate<Ticket> isToBeDropped, List<Ticket> dropped) {
    tickets.removeIf(ticket -> isToBeDropped.test(ticket) && dropped.add(ticket));
  }
}
