package diner.producer.replies;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import diner.shared.message.Burgers;
import diner.shared.message.BurgersOrder;
import diner.shared.message.CleanHouse;
import diner.shared.message.CleaningOrder;
import diner.shared.message.InvalidPayload;
import diner.shared.message.Json;
import diner.shared.message.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Replies and summaries as lines for people. */
final class ReplyText {

  private ReplyText() {}

  /** The result of one job that is done, alone on stdout. */
  static List<String> result(Reply reply) {
    var result = reply.result();
    if (result == null || result.isNull()) {
      return List.of();
    }
    try {
      return switch (reply.kind()) {
        case BurgersOrder.KIND -> Json.read(Json.bytes(result), Burgers.class).burgers();
        case CleaningOrder.KIND -> house(reply, Json.read(Json.bytes(result), CleanHouse.class));
        default -> pretty(result);
      };
    } catch (InvalidPayload aHandlerOfTheUsersOwn) {
      return pretty(result);
    }
  }

  /** How one job went. */
  static String outcome(Reply reply) {
    var took = seconds(Duration.between(reply.startedAt(), reply.finishedAt()));
    var attempts = reply.attempts() == 1 ? "" : ", attempt " + reply.attempts();
    return switch (reply.status()) {
      case DONE -> "done in %s%s by %s".formatted(took, attempts, reply.worker());
      case FAILED, EXPIRED -> failure(reply);
    };
  }

  /** One line on a job that failed or expired. */
  static String failure(Reply reply) {
    return "%s: %s %s%s after %d %s"
        .formatted(
            reply.status().text(),
            reply.kind(),
            reply.job(),
            reply.error() == null ? "" : ": " + error(reply.error()),
            reply.attempts(),
            reply.attempts() == 1 ? "attempt" : "attempts");
  }

  static List<String> summary(Summary summary) {
    var lines = new ArrayList<String>();
    lines.add(
        "%d jobs: %d done, %d failed, %d expired; %s from the first enqueued to the last finished"
            .formatted(
                summary.jobs(),
                summary.done(),
                summary.failed(),
                summary.expired(),
                seconds(summary.wall())));
    new TreeMap<>(summary.tallies()).forEach((kind, tally) -> lines.add(kind + ": " + of(tally)));
    summary.failures().forEach(reply -> lines.add(failure(reply)));
    var more = summary.failed() + summary.expired() - summary.failures().size();
    if (more > 0) {
      lines.add("… and " + more + " more that failed or expired");
    }
    return lines;
  }

  private static String of(Tally tally) {
    return tally.isComputing()
        ? "%s of cleaning %d rooms in %s: cleaners' speed-up %s× (%s)"
            .formatted(
                seconds(tally.sum()),
                tally.spans(),
                seconds(tally.wall()),
                ratio(tally.overlap()),
                counted(tally.doers(), "cleaner"))
        : "%s of waiting in %s: overlapped %s× (%s)"
            .formatted(
                seconds(tally.sum()),
                seconds(tally.wall()),
                ratio(tally.overlap()),
                counted(tally.doers(), "thread"));
  }

  private static List<String> house(Reply reply, CleanHouse house) {
    var tally = new Tally(reply.kind());
    tally.add(reply);
    var lines = new ArrayList<String>();
    lines.add(
        "dirt    %s -> %s".formatted(percent(house.dirtBefore()), percent(house.dirtAfter())));
    if (house.psnrBefore() != null || house.psnrAfter() != null) {
      lines.add(
          "PSNR    %s -> %s".formatted(decibels(house.psnrBefore()), decibels(house.psnrAfter())));
    }
    lines.add(
        "rooms   %d by %s: %s of cleaning in %s, speed-up %s×"
            .formatted(
                tally.spans(),
                counted(tally.doers(), "cleaner"),
                seconds(tally.sum()),
                seconds(tally.wall()),
                ratio(tally.overlap())));
    lines.add("sha256  " + house.sha256());
    return lines;
  }

  private static List<String> pretty(JsonNode result) {
    try {
      return Json.codec()
          .writerWithDefaultPrettyPrinter()
          .writeValueAsString(result)
          .lines()
          .toList();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON that was just read can't be written", e);
    }
  }

  static String error(Reply.Failure error) {
    return error.type() + ": " + error.message();
  }

  /** Such as {@code 850 ms}, {@code 3.42 s}, {@code 12 min 5 s}. */
  static String seconds(Duration duration) {
    if (duration.toMillis() < 1_000) {
      return duration.toMillis() + " ms";
    }
    return duration.toMinutes() < 10
        ? String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1000.0)
        : duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
  }

  private static String ratio(double ratio) {
    return String.format(Locale.ROOT, ratio < 10 ? "%.2f" : "%.0f", ratio);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", share * 100);
  }

  /** Nothing differs from the house as it was made: infinitely good. */
  private static String decibels(@Nullable Double psnr) {
    return psnr == null ? "perfect" : String.format(Locale.ROOT, "%.1f dB", psnr);
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
