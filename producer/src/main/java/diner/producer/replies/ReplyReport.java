package diner.producer.replies;

import static java.nio.charset.StandardCharsets.UTF_8;

import diner.producer.OutputFormat;
import diner.producer.terminal.Progress;
import diner.shared.cli.ExitCode;
import diner.shared.message.InvalidPayload;
import diner.shared.message.Json;
import diner.shared.message.Reply;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shows awaited replies: as JSON one a line as they come; for people the result of a single job, or
 * a summary of many. Owned by the command's thread.
 */
public final class ReplyReport {

  private final PrintWriter out;
  private final Progress progress;
  private final OutputFormat format;
  private final ReplyUse use;
  private final Summary summary;
  private @Nullable Reply latest;
  private int unreadable;

  public ReplyReport(PrintWriter out, Progress progress, OutputFormat format, ReplyUse use) {
    this.out = out;
    this.progress = progress;
    this.format = format;
    this.use = use;
    this.summary = new Summary(use.failuresShown());
  }

  void add(List<ReplyRecord> replies) {
    for (var record : replies) {
      try {
        var reply = record.reply();
        summary.add(reply);
        latest = reply;
        var shown = use.take(reply, line(record.json()));
        if (format == OutputFormat.JSON) {
          out.println(shown);
        }
      } catch (InvalidPayload e) {
        unreadable++;
        progress.note(
            "unreadable reply to %s at %s: %s"
                .formatted(record.jobId(), record.place(), e.getMessage()));
      }
    }
    out.flush();
  }

  /** How many replies there were. */
  public int answered() {
    return summary.jobs() + unreadable;
  }

  /** How many of them are not {@code done}. */
  int fallen() {
    return summary.failed() + summary.expired() + unreadable;
  }

  /** For the progress line, such as {@code burgers 187 cleaning 8 1 failed}; may be empty. */
  String details() {
    var details = ReplyText.details(summary.jobsByKind(), fallen());
    return details.isEmpty() ? use.latest() : (details + "  " + use.latest()).strip();
  }

  /**
   * Shows what only the end can tell.
   *
   * @param isSingle whether one job was awaited: its result is shown rather than a summary
   * @return exit code 0, or 3 where a job is not done
   */
  public int finish(boolean isSingle) {
    progress.clear();
    var single = latest;
    if (isSingle && single != null) {
      finish(single);
    } else if (answered() > 0) {
      ReplyText.summary(summary, use)
          .forEach(format == OutputFormat.JSON ? progress::note : out::println);
    }
    out.flush();
    return fallen() == 0 ? ExitCode.OK : ExitCode.FINDINGS;
  }

  private void finish(Reply single) {
    if (format != OutputFormat.JSON) {
      ReplyText.result(single).forEach(out::println);
    }
    out.flush();
    progress.note(ReplyText.outcome(single, use));
  }

  /** A reply's JSON on one line, as it was written where it is on one already. */
  static String line(byte[] json) {
    var text = new String(json, UTF_8);
    if (text.indexOf('\n') < 0 && text.indexOf('\r') < 0) {
      return text;
    }
    try {
      return new String(Json.bytes(Json.codec().readTree(json)), UTF_8);
    } catch (IOException noJson) {
      return text.replaceAll("\\s+", " ");
    }
  }
}
