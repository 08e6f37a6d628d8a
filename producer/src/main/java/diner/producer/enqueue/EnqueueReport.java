package diner.producer.enqueue;

import com.fasterxml.jackson.annotation.JsonInclude;
import diner.producer.OutputFormat;
import diner.producer.terminal.Plain;
import diner.producer.terminal.Progress;
import diner.shared.message.Job;
import diner.shared.message.Json;
import diner.shared.message.Turn;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Counts every job's outcome and shows it: on stdout the accepted ones, on stderr by name each that
 * was not. Owned by the command's thread.
 */
final class EnqueueReport {

  /** People see the first ones; programs, with JSON, all. */
  private static final int ROWS = 10;

  private record Row(
      String job,
      String kind,
      Turn turn,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String file) {}

  private final PrintWriter out;
  private final Progress progress;
  private final OutputFormat format;
  private final JobSource source;
  private final boolean isQuiet;
  private long begunAt = System.nanoTime();
  private int accepted;
  private int unfit;
  private int refused;
  private int unknown;

  /**
   * @param source knows the files that jobs were made of
   * @param isQuiet whether accepted jobs are not listed, since their replies will be
   */
  EnqueueReport(
      PrintWriter out, Progress progress, OutputFormat format, JobSource source, boolean isQuiet) {
    this.out = out;
    this.progress = progress;
    this.format = format;
    this.source = source;
    this.isQuiet = isQuiet;
  }

  /** The first job is about to be sent: what went before, such as connecting, does not count. */
  void begin() {
    begunAt = System.nanoTime();
  }

  void add(JobSender.Sent sent) {
    switch (sent.outcome()) {
      case Outcome.Accepted(var turn) -> accept(sent, turn);
      case Outcome.Refused(var cause, var isFateUnknown) when isFateUnknown -> {
        unknown++;
        progress.note(
            "fate unknown: %s: %s; it may have been accepted"
                .formatted(name(sent.jobId(), sent.kind()), cause));
      }
      case Outcome.Refused(var cause, _) -> {
        refused++;
        progress.note("not accepted: %s: %s".formatted(name(sent.jobId(), sent.kind()), cause));
      }
    }
  }

  private void accept(JobSender.Sent sent, Turn turn) {
    accepted++;
    if (isQuiet) {
      return;
    }
    var file = source.fileOf(sent.jobId());
    if (format == OutputFormat.JSON) {
      var row = new Row(sent.jobId(), sent.kind(), turn, file == null ? null : file.toString());
      out.println(new String(Json.bytes(row), StandardCharsets.UTF_8));
    } else if (accepted <= ROWS) {
      progress.clear();
      out.println(
          sent.jobId() + "  " + turn + (file == null ? "" : "  " + Plain.line(file.toString())));
      out.flush();
    }
  }

  private String name(String jobId, String kind) {
    return source.fileOf(jobId) == null
        ? "job %s (%s)".formatted(jobId, kind)
        : source.nameOf(jobId);
  }

  /** A job that can't go where it should. */
  void addUnfit(Job job, String what) {
    addUnfit(name(job.id(), job.kind()), what);
  }

  /** What is not even a job. */
  void addUnfit(String which, String what) {
    unfit++;
    progress.note("not sent: %s: %s".formatted(which, what));
  }

  int accepted() {
    return accepted;
  }

  /** Such as {@code 2 refused}; empty where all is well. */
  String troubles() {
    var troubles = notAccepted();
    return troubles == 0 ? "" : troubles + " refused";
  }

  int notAccepted() {
    return unfit + refused + unknown;
  }

  /** Says in one line how it went, where the list alone does not. */
  void finish(String batch) {
    progress.clear();
    out.flush();
    if (notAccepted() == 0 && (isQuiet || accepted <= 1)) {
      return;
    }
    var seconds = (System.nanoTime() - begunAt) / 1e9;
    progress.note(
        String.format(
                Locale.ROOT,
                "%d %s enqueued in %.2f s",
                accepted,
                accepted == 1 ? "job" : "jobs",
                seconds)
            + (batch.isEmpty() ? "" : ", batch " + batch)
            + (unfit == 0 ? "" : "; " + unfit + " not sent")
            + (refused == 0 ? "" : "; " + refused + " not accepted")
            + (unknown == 0 ? "" : "; of " + unknown + " the fate is unknown")
            + (accepted > ROWS && !isQuiet && format == OutputFormat.TABLE
                ? "; the first " + ROWS + " are listed, -o json lists all"
                : ""));
  }
}
