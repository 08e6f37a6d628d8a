package diner.producer.compare;

import diner.shared.message.CleanHouse;
import diner.shared.message.CleaningOrder;
import diner.shared.message.InvalidPayload;
import diner.shared.message.Json;
import diner.shared.message.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * All jobs of one kind, done once in one setting.
 *
 * @param begin when the first job was started
 * @param end when the last one was finished
 */
record Round(Instant begin, Instant end, List<Work> work) {

  Round {
    work = List.copyOf(work);
  }

  /**
   * What the replies to these jobs say; at least one.
   *
   * @throws InvalidPayload where a house's reply is none that Diner's own worker writes
   */
  static Round of(List<Reply> replies) throws InvalidPayload {
    var begin = replies.stream().map(Reply::startedAt).min(Comparator.naturalOrder()).orElseThrow();
    var end = replies.stream().map(Reply::finishedAt).max(Comparator.naturalOrder()).orElseThrow();
    var work = new ArrayList<Work>();
    for (var reply : replies) {
      work.addAll(workOf(reply));
    }
    return new Round(begin, end, work);
  }

  private static List<Work> workOf(Reply reply) throws InvalidPayload {
    if (!reply.kind().equals(CleaningOrder.KIND)) {
      return List.of(
          new Work(reply.worker(), reply.thread(), reply.startedAt(), reply.finishedAt()));
    }
    if (reply.result() == null) {
      throw new InvalidPayload("job " + reply.job() + " is done, expected a clean house");
    }
    return Json.read(Json.bytes(reply.result()), CleanHouse.class).rooms().stream()
        .map(room ->
            new Work(
                reply.worker(),
                Integer.toString(room.cleaner()),
                room.startedAt(),
                room.finishedAt()))
        .toList();
  }

  /** From the first job's start to the last one's end. */
  Duration length() {
    return Duration.between(begin, end);
  }

  /** How many threads, or cleaners, took part. */
  int threads() {
    return (int) work.stream().map(it -> it.worker() + "/" + it.thread()).distinct().count();
  }
}
