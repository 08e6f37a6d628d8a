package diner.producer.replies;

import diner.shared.message.CleanHouse;
import diner.shared.message.CleaningOrder;
import diner.shared.message.InvalidPayload;
import diner.shared.message.Json;
import diner.shared.message.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How much work of one kind was done in how much time: the sum of all spans of work against the
 * time from the first one's start to the last one's end. For cleaning, a span is a room and its
 * doer a cleaner; for all else, a span is a job's last attempt and its doer a thread.
 */
final class Tally {

  private final String kind;
  private final Set<String> doers = new HashSet<>();
  private final Window window = new Window();
  private Duration sum = Duration.ZERO;
  private int spans;

  Tally(String kind) {
    this.kind = kind;
  }

  /** Counts a job that is done. */
  void add(Reply reply) {
    if (!isComputing()) {
      add(reply.worker() + "/" + reply.thread(), reply.startedAt(), reply.finishedAt());
      return;
    }
    for (var room : rooms(reply)) {
      add(reply.worker() + "/" + room.cleaner(), room.startedAt(), room.finishedAt());
    }
  }

  private void add(String doer, Instant start, Instant end) {
    doers.add(doer);
    window.include(start);
    window.include(end);
    sum = sum.plus(Duration.between(start, end));
    spans++;
  }

  boolean isComputing() {
    return kind.equals(CleaningOrder.KIND);
  }

  int spans() {
    return spans;
  }

  /** Number of threads, or of cleaners. */
  int doers() {
    return doers.size();
  }

  Duration sum() {
    return sum;
  }

  /** From the first start to the last end. */
  Duration wall() {
    return window.length();
  }

  /** How many spans ran at once on average; 1 where no time went by. */
  double overlap() {
    return wall().isZero() ? 1 : seconds(sum) / seconds(wall());
  }

  /** However long: a stranger's reply may have taken more nanoseconds than a long holds. */
  private static double seconds(Duration duration) {
    return duration.getSeconds() + duration.getNano() / 1e9;
  }

  private static List<CleanHouse.Room> rooms(Reply reply) {
    try {
      return reply.result() == null
          ? List.of()
          : Json.read(Json.bytes(reply.result()), CleanHouse.class).rooms();
    } catch (InvalidPayload e) {
      return List.of(); // a handler of the user's own that took the name
    }
  }

  /** The time from the earliest to the latest of some instants. */
  static final class Window {

    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;

    void include(Instant instant) {
      first = instant.isBefore(first) ? instant : first;
      last = instant.isAfter(last) ? instant : last;
    }

    /** Zero while nothing was included. */
    Duration length() {
      return first.isAfter(last) ? Duration.ZERO : Duration.between(first, last);
    }
  }
}
