package diner.producer.replies;

import diner.producer.ConnectionWatch;
import diner.producer.KafkaConnection;
import diner.producer.OutputFormat;
import diner.producer.terminal.Plain;
import diner.shared.cli.ExitCode;
import diner.shared.kafka.KafkaSettings;
import diner.shared.kafka.Topics;
import diner.shared.message.InvalidPayload;
import diner.shared.message.Reply;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Lists replies as they are read, so that any number of them fits into memory. */
final class ReplyListing {

  /** What to list; what is null does not narrow it. */
  record Request(
      Topics topics,
      boolean follow,
      @Nullable Duration since,
      Reply.@Nullable Status status,
      OutputFormat format) {}

  private static final Duration POSITIONS_LIMIT = Duration.ofSeconds(10);
  private static final Duration TICK = Duration.ofMillis(200);

  private final KafkaSettings settings;
  private final Request request;
  private final PrintWriter out;
  private final PrintWriter err;

  ReplyListing(KafkaSettings settings, Request request, PrintWriter out, PrintWriter err) {
    this.settings = settings;
    this.request = request;
    this.out = out;
    this.err = err;
  }

  int run() throws InterruptedException {
    var inbox = new ReplyInbox();
    var query = new ReplyQuery(request.topics().replies(), from());
    try (var connection = KafkaConnection.open(settings);
        var watch = ConnectionWatch.start(connection);
        var _ = ReplyFeed.start(settings, query, this::isWanted, inbox, POSITIONS_LIMIT)) {
      if (request.format() == OutputFormat.TABLE) {
        out.println(row("FINISHED", "STATUS", "KIND", "TRIES", "TOOK", "JOB", ""));
      }
      while (request.follow() || !inbox.isDrained()) {
        inbox.next(TICK).forEach(this::print);
        if (out.checkError()) { // flushes; whoever read us, such as head, has seen enough
          return ExitCode.OK;
        }
        watch.throwIfAway();
      }
      return ExitCode.OK;
    }
  }

  private StartingPoint from() {
    var since = request.since();
    if (since != null) {
      return new StartingPoint.Since(Instant.now().minus(since));
    }
    return request.follow() ? new StartingPoint.End() : new StartingPoint.Beginning();
  }

  /** Called on the feed's thread; reads only what never changes. */
  private boolean isWanted(ReplyRecord reply) {
    var status = request.status();
    return status == null || reply.status().equals(status.text());
  }

  private void print(ReplyRecord record) {
    if (request.format() == OutputFormat.JSON) {
      out.println(ReplyReport.line(record.json()));
      return;
    }
    try {
      out.println(row(record.reply()));
    } catch (InvalidPayload e) {
      err.println("not a reply, at %s: %s".formatted(record.place(), e.getMessage()));
      err.flush();
    }
  }

  /** A reply as a line of the table. */
  static String row(Reply reply) {
    return row(
        reply.finishedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
        reply.status().text(),
        Plain.line(reply.kind()),
        Integer.toString(reply.attempts()),
        ReplyText.seconds(Duration.between(reply.startedAt(), reply.finishedAt())),
        Plain.line(reply.job()),
        reply.error() == null ? "" : "  " + ReplyText.error(reply.error()));
  }

  private static String row(Object... columns) {
    return "%-20s  %-7s  %-10s  %5s  %9s  %-36s%s".formatted(columns).stripTrailing();
  }
}
