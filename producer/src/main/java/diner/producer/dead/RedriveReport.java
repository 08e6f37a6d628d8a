package diner.producer.dead;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.node.ObjectNode;
import diner.producer.OutputFormat;
import diner.producer.terminal.Plain;
import diner.producer.terminal.Progress;
import diner.shared.cli.KafkaFailures;
import diner.shared.message.Json;
import diner.shared.message.Turn;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Counts what became of each letter and shows it: on stdout those that were redriven, on stderr
 * those that were refused. Owned by the thread {@code redrive} while that runs.
 */
final class RedriveReport {

  /** People see the first ones of each sort; programs, with JSON, all. */
  private static final int ROWS = 10;

  private final PrintWriter out;
  private final Progress progress;
  private final OutputFormat format;
  private final boolean isDryRun;
  private final long begunAt = System.nanoTime();
  private final Map<Refusal.Why, Long> refused = new EnumMap<>(Refusal.Why.class);
  private long redriven;
  private long unknown;

  RedriveReport(PrintWriter out, PrintWriter err, OutputFormat format, boolean isDryRun) {
    this.out = out;
    this.progress = Progress.on(err, format);
    this.format = format;
    this.isDryRun = isDryRun;
  }

  Progress progress() {
    return progress;
  }

  /**
   * A batch was redriven.
   *
   * @param turns where the jobs lie now, in that order; none in a dry run
   */
  void redriven(List<Revival> letters, List<Turn> turns) {
    for (var i = 0; i < letters.size(); i++) {
      redriven++;
      show(letters.get(i), turns.isEmpty() ? null : turns.get(i));
    }
    out.flush();
    showProgress();
  }

  void refused(Letter letter, Refusal refusal) {
    var count = refused.merge(refusal.why(), 1L, Long::sum);
    if (format == OutputFormat.JSON) {
      out.println(line(row(letter).put("refused", refusal.detail())));
    } else if (count <= ROWS) {
      progress.note(
          Plain.line(
              "refused: %s, job %s: %s".formatted(letter.turn(), letter.job(), refusal.detail())));
    }
    showProgress();
  }

  /** Kafka does not take the letter's job. */
  void notTaken(Letter letter, KafkaException why) {
    refused(letter, new Refusal(Refusal.Why.NOT_TAKEN, KafkaFailures.cause(rootOf(why))));
  }

  boolean hasRefused() {
    return !refused.isEmpty();
  }

  /** Of so many letters the commit was asked for, and no answer came. */
  void unknown(int letters) {
    unknown += letters;
  }

  /** Whether anything may have been changed. */
  boolean isBegun() {
    return redriven + unknown > 0;
  }

  /** How far it came, for the line that says why no further. */
  String soFar() {
    return "%s redriven before that%s; run again for the rest, nothing is redriven twice"
        .formatted(
            counted(redriven),
            unknown == 0 ? "" : ", of %d more it is not known".formatted(unknown));
  }

  /** Says in one line how it went. */
  void finish(String ending) {
    progress.clear();
    out.flush();
    var seconds = (System.nanoTime() - begunAt) / 1e9;
    progress.note(
        (isDryRun
                ? "dry run: %s would be redriven".formatted(counted(redriven))
                : String.format(Locale.ROOT, "%s redriven in %.2f s", counted(redriven), seconds))
            + refusals()
            + ending
            + (redriven > ROWS && format == OutputFormat.TABLE
                ? "; the first " + ROWS + " are listed, -o json lists all"
                : ""));
  }

  private String refusals() {
    if (refused.isEmpty()) {
      return "";
    }
    var all = refused.values().stream().mapToLong(Long::longValue).sum();
    return "; %d refused: %s"
        .formatted(
            all,
            refused.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().text())
                .collect(joining(", ")));
  }

  private void show(Revival revival, @Nullable Turn turn) {
    var letter = revival.letter();
    if (format == OutputFormat.JSON) {
      var json =
          row(letter).put("topic", revival.job().topic()).put("redrives", letter.redrives() + 1);
      if (turn != null) {
        json.put("turn", turn.toString());
      }
      out.println(line(json));
    } else if (redriven <= ROWS) {
      progress.clear();
      out.println(
          "%s  %s"
              .formatted(Plain.line(letter.job()), turn == null ? revival.job().topic() : turn));
    }
  }

  private static ObjectNode row(Letter letter) {
    return Json.codec()
        .createObjectNode()
        .put("letter", letter.turn().toString())
        .put("job", letter.job())
        .put("kind", letter.kind())
        .put("reason", letter.reason());
  }

  private static String line(ObjectNode json) {
    return new String(Json.bytes(json), UTF_8);
  }

  private static String counted(long letters) {
    return letters == 1 ? "1 letter" : letters + " letters";
  }

  private static Throwable rootOf(Throwable error) {
    return error.getCause() instanceof KafkaException cause ? rootOf(cause) : error;
  }

  private void showProgress() {
    var troubles = refused.values().stream().mapToLong(Long::longValue).sum();
    progress.show("redriven", redriven, 0, troubles == 0 ? "" : troubles + " refused");
  }
}
