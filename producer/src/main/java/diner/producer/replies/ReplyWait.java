package diner.producer.replies;

import static java.util.stream.Collectors.joining;

import diner.producer.ConnectionWatch;
import diner.producer.terminal.Progress;
import diner.shared.kafka.KafkaSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;

/**
 * Waits for replies on behalf of a command: a feed, its inbox, and the report that shows what
 * comes. Owned by the command's thread.
 */
public final class ReplyWait implements AutoCloseable {

  private static final Duration POSITIONS_LIMIT = Duration.ofSeconds(10);
  private static final Duration TICK = Duration.ofMillis(100);
  private static final int MISSING_NAMED = 10;

  private final ReplyInbox inbox = new ReplyInbox();
  private final AwaitedIds ids = new AwaitedIds(); // owned by the feed's thread once it runs
  private final ReplyFeed feed;
  private final ReplyReport report;
  private final Progress progress;
  private int batchSize;

  private ReplyWait(
      KafkaSettings settings,
      ReplyQuery query,
      ReplyReport report,
      Progress progress,
      Collection<String> expected) {
    expected.forEach(ids::add);
    this.report = report;
    this.progress = progress;
    this.feed = ReplyFeed.start(settings, query, ids, inbox, POSITIONS_LIMIT);
  }

  private ReplyWait(
      KafkaSettings settings,
      ReplyQuery query,
      ReplyReport report,
      Progress progress,
      String batch) {
    this.report = report;
    this.progress = progress;
    this.feed = ReplyFeed.start(settings, query, new BatchFilter(batch), inbox, POSITIONS_LIMIT);
  }

  /** Waits for the replies to jobs with these ids, and to those of {@link #expect}. */
  public static ReplyWait forIds(
      KafkaSettings settings,
      ReplyQuery query,
      ReplyReport report,
      Progress progress,
      Collection<String> ids) {
    return new ReplyWait(settings, query, report, progress, ids);
  }

  /** Waits for the replies of a batch. */
  static ReplyWait forBatch(
      KafkaSettings settings,
      ReplyQuery query,
      ReplyReport report,
      Progress progress,
      String batch) {
    return new ReplyWait(settings, query, report, progress, batch);
  }

  /** To be called before the job is sent. */
  public void expect(String id) {
    feed.execute(() -> ids.add(id));
  }

  /** The job was not sent after all. */
  public void forget(String id) {
    feed.execute(() -> ids.remove(id));
  }

  /** Reports what has come, waiting at most this long for it. */
  public void receive(Duration limit) throws InterruptedException {
    var replies = inbox.next(limit);
    for (var reply : replies) {
      batchSize = Math.max(batchSize, reply.batchSize());
    }
    report.add(replies);
  }

  /**
   * Reports replies until as many as expected are there.
   *
   * @param expected asked again after each look: it may come to be known on the way; 0: unknown
   * @return whether all came in time
   */
  public boolean untilAnswered(IntSupplier expected, Duration limit, ConnectionWatch watch)
      throws InterruptedException {
    var end = System.nanoTime() + limit.toNanos();
    while (true) {
      var total = expected.getAsInt();
      if (total > 0 && report.answered() >= total) {
        return true;
      }
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      watch.throwIfAway();
      receive(TICK);
      progress.show("replies", report.answered(), total, report.details());
    }
  }

  /** How many jobs the batch has, as its replies say; 0 while none said so. */
  int batchSize() {
    return batchSize;
  }

  /** Such as {@code 12 of 200 replies are missing: id, id, …}. */
  String missing(int expected) throws InterruptedException {
    return missing(expected, id -> id);
  }

  /**
   * The same, for jobs that people know by other names.
   *
   * @param names by ids
   */
  public String missing(int expected, UnaryOperator<String> names) throws InterruptedException {
    List<String> named = feed.ask(() -> ids.missing(MISSING_NAMED + 1), List.of());
    var text = new StringBuilder();
    text.append(expected - report.answered()).append(" of ").append(expected);
    text.append(expected == 1 ? " reply is missing" : " replies are missing");
    if (!named.isEmpty()) {
      text.append(": ");
      text.append(named.stream().limit(MISSING_NAMED).map(names).collect(joining(", ")));
      text.append(named.size() > MISSING_NAMED ? ", …" : "");
    }
    return text.toString();
  }

  @Override
  public void close() {
    feed.close();
  }
}
