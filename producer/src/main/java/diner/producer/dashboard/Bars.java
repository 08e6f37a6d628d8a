package diner.producer.dashboard;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import diner.shared.message.CleanHouse;
import diner.shared.message.CleaningOrder;
import diner.shared.message.Json;
import diner.shared.message.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the picture is drawn of: a bar for each wait on an event loop, and one for each piece of
 * work of a cleaner, while they are recent. Of more than can be drawn, some: each nature has a
 * sample of its own, so that neither crowds out the other.
 */
final class Bars {

  /** So long is the picture. */
  static final Duration SPAN = Duration.ofSeconds(20);

  /** Bars of a nature between two takes, in the long run; 240 a second. */
  static final int MOST_IN_A_ROW = 60;

  /** What was not used up is there for a burst. */
  static final int MOST_AT_ONCE = 300;

  private static final int MOST_KEPT = 6_000;

  private static final String VIRTUAL_THREADS = "virtual threads";

  /**
   * One bar, written as an array; times in milliseconds since 1970.
   *
   * @param status how the job ended, as in its reply
   * @param room which one of a house; -1 where the bar is a whole job
   */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  @JsonPropertyOrder({
    "lane",
    "enqueued",
    "started",
    "finished",
    "status",
    "job",
    "kind",
    "attempts",
    "room"
  })
  record Bar(
      int lane,
      double enqueued,
      double started,
      double finished,
      Reply.Status status,
      String job,
      String kind,
      int attempts,
      int room) {}

  /**
   * What is drawn of all there was.
   *
   * @param offered bars there were
   * @param drawn bars that are kept of them
   */
  record Drawn(long offered, long drawn) {}

  /** Bars of one take. */
  record Batch(long now, List<Lanes.Lane> lanes, List<Bar> bars, Drawn drawn) {}

  private record Take(Instant at, List<Bar> bars, int offered) {}

  private final Lanes lanes = new Lanes();
  private final Sample<Bar> waiting = new Sample<>(MOST_AT_ONCE);
  private final Sample<Bar> computing = new Sample<>(MOST_AT_ONCE);
  private final Deque<Take> takes = new ArrayDeque<>();
  private int kept;

  void add(Reply reply, Instant now) {
    if (reply.finishedAt().isBefore(now.minus(SPAN))) {
      return;
    }
    if (reply.kind().equals(CleaningOrder.KIND) && reply.result() != null) {
      addRooms(reply);
    } else if (reply.thread().startsWith("cleaner")) {
      addJob(reply, true, reply.thread().replace('-', ' '));
    } else if (reply.thread().startsWith("awaiting ")) {
      addJob(reply, false, VIRTUAL_THREADS);
    } else if (reply.thread().contains("eventloop")) {
      addJob(reply, false, reply.thread());
    } // any other never ran
  }

  private void addJob(Reply reply, boolean isComputing, String name) {
    add(reply, isComputing, name, reply.startedAt(), reply.finishedAt(), -1);
  }

  private void addRooms(Reply reply) {
    for (var room : rooms(reply)) {
      add(
          reply,
          true,
          "cleaner " + room.cleaner(),
          room.startedAt(),
          room.finishedAt(),
          room.room());
    }
  }

  private static List<CleanHouse.Room> rooms(Reply reply) {
    var result = reply.result();
    var rooms = result == null ? null : result.get("rooms");
    if (rooms == null || !rooms.isArray()) {
      return List.of();
    }
    try {
      return List.of(Json.codec().treeToValue(rooms, CleanHouse.Room[].class));
    } catch (JsonProcessingException | NullPointerException aStrangersReply) {
      return List.of();
    }
  }

  private void add(
      Reply reply,
      boolean isComputing,
      String name,
      Instant startedAt,
      Instant finishedAt,
      int room) {
    var lane = lanes.number(reply.worker(), isComputing, name, finishedAt);
    if (lane.isPresent()) {
      var bar =
          new Bar(
              lane.getAsInt(),
              millis(reply.enqueuedAt()),
              millis(startedAt),
              millis(finishedAt),
              reply.status(),
              Label.of(reply.job()),
              Label.of(reply.kind()),
              reply.attempts(),
              room);
      (isComputing ? computing : waiting).offer(bar);
    }
  }

  /** A tenth of a millisecond is more than can be seen. */
  private static double millis(Instant instant) {
    return Math.round(instant.getEpochSecond() * 10_000.0 + instant.getNano() / 100_000.0) / 10.0;
  }

  private static List<Bar> take(Sample<Bar> sample) {
    return sample.take(left -> Math.min(MOST_AT_ONCE, left + MOST_IN_A_ROW));
  }

  /** The new bars; null where there are none. */
  @Nullable Batch take(Instant now) {
    var offered = waiting.offered() + computing.offered();
    while (!takes.isEmpty()
        && (takes.getFirst().at().isBefore(now.minus(SPAN)) || kept > MOST_KEPT)) {
      kept -= takes.removeFirst().bars().size();
    }
    var bars = new ArrayList<>(take(waiting));
    bars.addAll(take(computing));
    if (bars.isEmpty()) {
      return null;
    }
    takes.addLast(new Take(now, List.copyOf(bars), offered));
    kept += bars.size();
    return new Batch(now.toEpochMilli(), lanes.inUse(now), bars, drawn());
  }

  /** All bars that are still in the picture, of those taken. */
  Batch all(Instant now) {
    var bars = takes.stream().flatMap(take -> take.bars().stream()).toList();
    return new Batch(now.toEpochMilli(), lanes.inUse(now), bars, drawn());
  }

  Drawn drawn() {
    var offered = takes.stream().mapToLong(Take::offered).sum();
    return new Drawn(offered, kept);
  }
}
