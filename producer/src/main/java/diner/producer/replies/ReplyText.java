package diner.producer.replies;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import diner.producer.terminal.Plain;
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
import java.util.Map;
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
        case BurgersOrder.KIND ->
            Json.read(Json.bytes(result), Burgers.class).burgers().stream()
                .map(Plain::line)
                .toList();
        case CleaningOrder.KIND -> house(reply, Json.read(Json.bytes(result), CleanHouse.class));
        default -> pretty(result);
      };
    } catch (InvalidPayload aHandlerOfTheUsersOwn) {
      return pretty(result);
    }
  }

  /** How one job went. */
  static String outcome(Reply reply, ReplyUse use) {
    var took = seconds(Duration.between(reply.startedAt(), reply.finishedAt()));
    var attempts = reply.attempts() == 1 ? "" : ", attempt " + reply.attempts();
    return switch (reply.status()) {
      case DONE -> "done in %s%s by %s".formatted(took, attempts, Plain.line(reply.worker()));
      case FAILED, EXPIRED -> failure(reply, use);
    };
  }

  /** One line on a job that failed or expired. */
  static String failure(Reply reply, ReplyUse use) {
    var error = reply.error();
    return "%s after %s: %s%s"
        .formatted(
            reply.status().text(),
            counted(reply.attempts(), "attempt"),
            use.nameOf(reply),
            error == null ? "" : ": " + error(error) + use.advice(error));
  }

  /** So many kinds fit beside a progress bar. */
  private static final int MAX_KINDS_SHOWN = 3;

  /** What a progress line says beside its total: the kinds where there are some, and failures. */
  static String details(Map<String, Integer> jobsByKind, int fallen) {
    var parts = new ArrayList<String>();
    if (jobsByKind.size() > 1 && jobsByKind.size() <= MAX_KINDS_SHOWN) {
      jobsByKind.forEach((kind, jobs) -> parts.add(Plain.line(kind) + " " + jobs));
    }
    if (fallen > 0) {
      parts.add(fallen + " failed");
    }
    return String.join("  ", parts);
  }

  static List<String> summary(Summary summary, ReplyUse use) {
    var lines = new ArrayList<String>();
    lines.add(
        "%s in %s: %d done, %d failed, %d expired"
            .formatted(
                counted(summary.jobs(), "job"),
                seconds(summary.wall()),
                summary.done(),
                summary.failed(),
                summary.expired()));
    new TreeMap<>(summary.tallies())
        .forEach((kind, tally) -> lines.addAll(of(Plain.line(kind), tally)));
    summary.failures().forEach(reply -> lines.add(failure(reply, use)));
    var more = summary.failed() + summary.expired() - summary.failures().size();
    if (more > 0) {
      lines.add("… and " + more + " more that failed or expired");
    }
    return lines;
  }

  /** Two short lines a kind: how much in how much time, and who did it. */
  private static List<String> of(String kind, Tally tally) {
    var sum = seconds(tally.sum());
    var wall = seconds(tally.wall());
    var ratio = ratio(tally.overlap());
    return tally.isComputing()
        ? List.of(
            "%-10s%s of cleaning in %s: speed-up %s×".formatted(kind, sum, wall, ratio),
            "          %s by %s"
                .formatted(counted(tally.spans(), "room"), counted(tally.doers(), "cleaner")))
        : List.of(
            "%-10s%s of waiting in %s: overlapped %s×".formatted(kind, sum, wall, ratio),
            "          %s on %s"
                .formatted(counted(tally.spans(), "job"), counted(tally.doers(), "thread")));
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
    lines.add("sha256  " + Plain.line(house.sha256()));
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
    return Plain.line(error.type() + ": " + error.message());
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
