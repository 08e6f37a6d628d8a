package diner.producer.compare;

import diner.producer.enqueue.JobProducer;
import diner.producer.enqueue.Outcome;
import diner.producer.replies.AwaitedIds;
import diner.producer.replies.ReplyFeed;
import diner.producer.replies.ReplyInbox;
import diner.producer.replies.ReplyQuery;
import diner.producer.replies.StartingPoint;
import diner.producer.terminal.Plain;
import diner.producer.terminal.Progress;
import diner.shared.cli.CommandFailure;
import diner.shared.cli.ExitCode;
import diner.shared.kafka.KafkaSettings;
import diner.shared.kafka.Topics;
import diner.shared.message.Headers;
import diner.shared.message.InvalidPayload;
import diner.shared.message.Job;
import diner.shared.message.JobIds;
import diner.shared.message.Json;
import diner.shared.message.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Sends jobs and collects their replies, batch after batch. Owned by the command's thread. */
final class Orders implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration TICK = Duration.ofMillis(100);

  private final Topics topics;
  private final Duration timeout;
  private final JobProducer producer;
  private final AwaitedIds ids = new AwaitedIds(); // owned by the feed's thread
  private final ReplyInbox inbox = new ReplyInbox();
  private final ReplyFeed feed;
  private final AtomicReference<Outcome.Refused> refused = new AtomicReference<>();

  /**
   * @param timeout how long the replies of one batch may take
   */
  Orders(KafkaSettings settings, Topics topics, Duration timeout) {
    this.topics = topics;
    this.timeout = timeout;
    var query = new ReplyQuery(topics.replies(), new StartingPoint.End());
    this.feed = ReplyFeed.start(settings, query, ids, inbox, LIMIT);
    this.producer = new JobProducer(settings, LIMIT, LIMIT);
  }

  /**
   * Has jobs of a kind done, by this crew, and returns their replies.
   *
   * @param payloads one a job
   * @param label for the progress
   * @throws CommandFailure where one was not accepted or is not done, or the time was too short
   */
  List<Reply> done(String kind, List<?> payloads, String label, Progress progress, Crew crew)
      throws InterruptedException, InvalidPayload {
    for (var payload : payloads) {
      send(new Job(JobIds.next(), kind, null, Json.bytes(payload), Headers.NONE));
    }
    var end = System.nanoTime() + timeout.toNanos();
    var replies = new ArrayList<Reply>();
    while (replies.size() < payloads.size()) {
      for (var record : inbox.next(TICK)) {
        replies.add(requireDone(record.reply()));
      }
      progress.show(label, replies.size(), payloads.size(), "");
      crew.check();
      requireAccepted();
      if (System.nanoTime() - end >= 0 && replies.size() < payloads.size()) {
        throw CommandFailure.of(
            "compare: %s: %d of %d replies within %d s; --timeout gives them longer"
                .formatted(label, replies.size(), payloads.size(), timeout.toSeconds()),
            ExitCode.TIMEOUT,
            null);
      }
    }
    return replies;
  }

  private void send(Job job) {
    feed.execute(() -> ids.add(job.id()));
    producer.send(
        job,
        topics.jobs(job.kind()),
        outcome -> {
          if (outcome instanceof Outcome.Refused no) {
            refused.compareAndSet(null, no);
          }
        });
  }

  private void requireAccepted() {
    var no = refused.get();
    if (no != null) {
      throw CommandFailure.of("compare: a job was not accepted: " + no.cause());
    }
  }

  private static Reply requireDone(Reply reply) {
    if (reply.status() == Reply.Status.DONE) {
      return reply;
    }
    var error = reply.error();
    var why = error == null ? "" : ": " + error.type() + ": " + error.message();
    throw CommandFailure.of(
        "compare: a %s job %s%s".formatted(reply.kind(), reply.status().text(), Plain.line(why)),
        ExitCode.FINDINGS,
        null);
  }

  @Override
  public void close() {
    try (feed) {
      producer.close();
    }
  }
}
