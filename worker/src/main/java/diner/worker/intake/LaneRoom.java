package diner.worker.intake;

import diner.worker.flow.Ticket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The places of one lane, dealt out to its kinds in equal shares of what is free, and in turns
 * where that is less than one for each, so that none starves another. Owned by intake, as a part of
 * {@link Admission}.
 */
final class LaneRoom {

  private static final List<KindQueue> NONE = List.of();

  private final int limit;

  /** The kinds of the lane; who was dealt places last is last. */
  private final List<KindQueue> kinds = new ArrayList<>();

  private int running;

  LaneRoom(int limit) {
    this.limit = limit;
  }

  void add(KindQueue kind) {
    kinds.addFirst(kind);
  }

  /** Starts what may start. */
  List<Ticket> deal(Instant now, Predicate<Ticket> reserve) {
    var started = new ArrayList<Ticket>();
    var asking =
        running < limit ? kinds.stream().filter(kind -> kind.isAsking(now)).toList() : NONE;
    while (running < limit && !asking.isEmpty()) {
      var share = Math.max(1, (limit - running) / asking.size());
      var askingStill = new ArrayList<KindQueue>();
      for (var kind : asking) {
        var dealt = kind.start(now, Math.min(share, limit - running), reserve);
        started.addAll(dealt);
        running += dealt.size();
        if (!dealt.isEmpty()) {
          kinds.remove(kind);
          kinds.addLast(kind);
        }
        if (dealt.size() == share && kind.isAsking(now)) {
          askingStill.add(kind);
        }
      }
      asking = askingStill;
    }
    return started;
  }

  /** A job of the lane left it. */
  void left() {
    running--;
  }

  /**
   * When the next job may start that waits for nothing but the time.
   *
   * @param admittedAt when places were dealt out last
   * @return null where none does
   */
  @Nullable Instant nextStart(Instant admittedAt) {
    if (running >= limit) {
      return null;
    }
    Instant first = null;
    for (var kind : kinds) {
      var next = kind.nextStart(admittedAt);
      if (next != null && (first == null || next.isBefore(first))) {
        first = next;
      }
    }
    return first;
  }

  int running() {
    return running;
  }
}
