package diner.producer.replies;

import diner.producer.ConnectionWatch;
import diner.producer.KafkaConnection;
import diner.producer.OutputFormat;
import diner.producer.terminal.Progress;
import diner.shared.cli.CommandFailure;
import diner.shared.cli.ExitCode;
import diner.shared.kafka.KafkaSettings;
import diner.shared.kafka.Topics;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Waits for the replies to jobs that were enqueued before. */
final class Await {

  /**
   * What to wait for.
   *
   * @param ids those of jobs, or none where a batch is awaited
   * @param batch its name, or null where ids are awaited
   * @param count how many jobs the batch has; 0: its replies will say
   */
  record Request(
      Topics topics,
      List<String> ids,
      @Nullable String batch,
      int count,
      Duration timeout,
      OutputFormat format) {

    Request {
      ids = List.copyOf(new LinkedHashSet<>(ids));
    }
  }

  private final KafkaSettings settings;
  private final Request request;
  private final Progress progress;
  private final ReplyReport report;

  Await(KafkaSettings settings, Request request, PrintWriter out, PrintWriter err) {
    this.settings = settings;
    this.request = request;
    this.progress = Progress.on(err, request.format());
    this.report = new ReplyReport(out, progress, request.format(), ReplyUse.NONE);
  }

  int run() throws InterruptedException {
    try (var connection = KafkaConnection.open(settings);
        var watch = ConnectionWatch.start(connection);
        var replies = listen()) {
      try {
        var complete = replies.untilAnswered(() -> expected(replies), request.timeout(), watch);
        var code = report.finish(request.batch() == null && request.ids().size() == 1);
        return complete ? code : timedOut(replies);
      } catch (InterruptedException e) {
        progress.note("interrupted: " + state(replies) + "; the jobs go on");
        return ExitCode.INTERRUPTED;
      } finally {
        progress.clear();
      }
    }
  }

  private ReplyWait listen() {
    var topic = request.topics().replies();
    var batch = request.batch();
    return batch == null
        ? ReplyWait.forIds(
            settings,
            new ReplyQuery(topic, StartingPoint.before(request.ids())),
            report,
            progress,
            request.ids())
        : ReplyWait.forBatch(
            settings,
            new ReplyQuery(topic, new StartingPoint.Beginning()),
            report,
            progress,
            batch);
  }

  private int expected(ReplyWait replies) {
    if (request.batch() == null) {
      return request.ids().size();
    }
    var known = request.count() > 0 ? request.count() : replies.batchSize();
    if (known == 0 && report.answered() > 0) {
      throw CommandFailure.of(
          "batch '%s' does not say how many jobs it has: give --count N".formatted(request.batch()),
          ExitCode.USAGE,
          null);
    }
    return known;
  }

  private int timedOut(ReplyWait replies) throws InterruptedException {
    progress.note(
        "timed out after " + ReplyText.seconds(request.timeout()) + ": " + state(replies));
    return ExitCode.TIMEOUT;
  }

  private String state(ReplyWait replies) throws InterruptedException {
    var expected = request.batch() == null ? request.ids().size() : request.count();
    expected = expected > 0 ? expected : replies.batchSize();
    return expected > 0
        ? replies.missing(expected)
        : "no reply of batch '%s' is there".formatted(request.batch());
  }
}
