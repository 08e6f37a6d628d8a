package diner.producer.enqueue;

import diner.producer.ConnectionWatch;
import diner.producer.KafkaConnection;
import diner.producer.OutputFormat;
import diner.producer.replies.ReplyQuery;
import diner.producer.replies.ReplyReport;
import diner.producer.replies.ReplyUse;
import diner.producer.replies.ReplyWait;
import diner.producer.replies.StartingPoint;
import diner.producer.terminal.Progress;
import diner.shared.cli.CommandFailure;
import diner.shared.cli.ExitCode;
import diner.shared.cli.Rate;
import diner.shared.kafka.KafkaSettings;
import diner.shared.kafka.Topics;
import diner.shared.message.Headers;
import diner.shared.message.Job;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * One run of {@code enqueue}: takes jobs from their source, sends them, and awaits their replies if
 * asked to. Everything happens on the command's thread, in small turns.
 */
final class Enqueue {

  /**
   * What to do with the jobs.
   *
   * @param topic where all go; null: each to its kind's topic
   * @param batch its name, or empty
   * @param batchSize 0 where nobody knows
   * @param valueLimit the largest value that is sent, in bytes
   * @param timeout how long to await the replies; null: don't
   */
  record Request(
      Topics topics,
      @Nullable String topic,
      String batch,
      int batchSize,
      @Nullable Rate rate,
      int valueLimit,
      Times times,
      @Nullable Duration timeout,
      OutputFormat format) {}

  /** So many awaited ids fit into memory, with room to spare. */
  private static final int MAX_AWAITED = 500_000;

  private static final Duration TICK = Duration.ofMillis(50);

  private final KafkaSettings settings;
  private final Request request;
  private final JobSource source;
  private final Progress progress;
  private final EnqueueReport report;
  private final ReplyUse replyUse;
  private final ReplyReport replyReport;
  private int sent;

  Enqueue(
      KafkaSettings settings, Request request, JobSource source, PrintWriter out, PrintWriter err) {
    this.settings = settings;
    this.request = request;
    this.source = source;
    this.progress = Progress.on(err, request.format());
    var isAwaiting = request.timeout() != null;
    this.report = new EnqueueReport(out, progress, request.format(), source, isAwaiting);
    this.replyUse = source.replyUse(out, progress, request.format());
    this.replyReport = new ReplyReport(out, progress, request.format(), replyUse);
  }

  int run() throws InterruptedException, IOException {
    try (source;
        var connection = KafkaConnection.open(settings);
        var sender = new JobSender(settings, request.valueLimit());
        var watch = ConnectionWatch.start(connection, _ -> sender.abort())) {
      var topics = new JobTopics(connection.admin(), request.topics(), request.topic(), progress);
      if (request.timeout() == null) {
        send(topics, sender, watch, null);
        report.finish(request.batch());
        return report.notAccepted() == 0 ? ExitCode.OK : ExitCode.FAILURE;
      }
      return sendAndAwait(topics, sender, watch, request.timeout());
    } finally {
      progress.clear();
    }
  }

  private int sendAndAwait(
      JobTopics topics, JobSender sender, ConnectionWatch watch, Duration timeout)
      throws InterruptedException, IOException {
    topics.provideReplies();
    var query = new ReplyQuery(request.topics().replies(), new StartingPoint.End());
    try (var replies = ReplyWait.forIds(settings, query, replyReport, progress, List.of())) {
      send(topics, sender, watch, replies);
      report.finish(request.batch());
      return await(replies, watch, timeout);
    }
  }

  private int await(ReplyWait replies, ConnectionWatch watch, Duration timeout)
      throws InterruptedException {
    try {
      var expected = report.accepted();
      var isComplete = expected == 0 || replies.untilAnswered(() -> expected, timeout, watch);
      var code = replyReport.finish(expected == 1);
      if (!isComplete) {
        progress.note(
            "timed out after %d s: %s"
                .formatted(timeout.toSeconds(), replies.missing(expected, source::nameOf)));
        code = ExitCode.TIMEOUT;
      }
      return report.notAccepted() + replyUse.unused() == 0 ? code : ExitCode.FAILURE;
    } catch (InterruptedException e) {
      var missing = replies.missing(report.accepted(), source::nameOf);
      progress.note("interrupted: " + missing + "; the jobs go on");
      return ExitCode.INTERRUPTED;
    }
  }

  /** Sends all there are, and returns when each has its outcome. */
  private void send(
      JobTopics topics, JobSender sender, ConnectionWatch watch, @Nullable ReplyWait replies)
      throws InterruptedException, IOException {
    var pace = request.rate() == null ? null : new Pace(request.rate());
    report.begin();
    try {
      for (var entry = source.next(); entry != null; entry = source.next()) {
        switch (entry) {
          case JobEntry.Unfit(var which, var what) -> report.addUnfit(which, what);
          case JobEntry.Ready(var job) -> {
            if (pace != null) {
              idle(pace.nanosToNext(System.nanoTime()), sender, replies);
            }
            send(job, topics, sender, replies);
          }
        }
        settle(Duration.ZERO, sender, replies);
        watch.throwIfAway();
      }
      while (sender.inFlight() > 0) {
        settle(TICK, sender, replies);
      }
    } catch (InterruptedException | InterruptException e) {
      finishInterrupted(sender, replies);
      throw e;
    } catch (KafkaException e) {
      sender.abort();
      finishInterrupted(sender, replies);
      throw e;
    }
    watch.throwIfAway();
  }

  private void send(Job job, JobTopics topics, JobSender sender, @Nullable ReplyWait replies)
      throws InterruptedException {
    var problem = topics.problemWith(job.kind()).or(() -> problemWithSize(job, topics));
    if (problem.isPresent()) {
      report.addUnfit(job, problem.get());
      return;
    }
    while (!sender.hasRoom()) {
      settle(TICK, sender, replies);
    }
    if (replies != null) {
      if (++sent > MAX_AWAITED) {
        throw CommandFailure.of(
            "--await can wait for %d jobs at once; the first %d are enqueued, split the rest"
                .formatted(MAX_AWAITED, MAX_AWAITED));
      }
      replies.expect(job.id());
    }
    sender.send(request.times().on(inBatch(job), Instant.now()), topics.of(job.kind()));
  }

  /** Compressed, a job may be smaller than it is here: then the broker decides. */
  private Optional<String> problemWithSize(Job job, JobTopics topics) {
    var compression =
        settings.properties().getOrDefault(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
    return compression.equals("none") ? topics.problemWithSize(job) : Optional.empty();
  }

  private Job inBatch(Job job) {
    if (request.batch().isEmpty()) {
      return job;
    }
    var headers = job.headers().plus(Headers.BATCH_ID, request.batch());
    if (request.batchSize() > 0) {
      headers = headers.plus(Headers.BATCH_SIZE, Integer.toString(request.batchSize()));
    }
    return new Job(job.id(), job.kind(), job.key(), job.payload(), headers);
  }

  /** Waits for the next job's time without leaving what comes meanwhile lying. */
  private void idle(long nanos, JobSender sender, @Nullable ReplyWait replies)
      throws InterruptedException {
    var end = System.nanoTime() + nanos;
    for (var left = nanos; left > 0; left = end - System.nanoTime()) {
      var wait = Duration.ofNanos(Math.min(left, TICK.toNanos()));
      if (sender.inFlight() > 0) {
        settle(wait, sender, replies);
      } else if (replies != null) {
        replies.receive(wait);
      } else {
        Thread.sleep(wait);
      }
    }
  }

  /** Reports the outcomes there are, and the replies. */
  private void settle(Duration limit, JobSender sender, @Nullable ReplyWait replies)
      throws InterruptedException {
    for (var outcome : sender.take(limit)) {
      report.add(outcome);
      if (replies != null && outcome.outcome() instanceof Outcome.Refused) {
        replies.forget(outcome.jobId());
      }
    }
    if (replies != null) {
      replies.receive(Duration.ZERO);
    }
    var rest = (report.troubles() + "  " + replyUse.latest()).strip();
    progress.show("enqueued", report.accepted(), source.total(), rest);
  }

  /** What is under way has its outcome within moments, or is of unknown fate: each is named. */
  private void finishInterrupted(JobSender sender, @Nullable ReplyWait replies) {
    var isInterrupted = Thread.interrupted();
    try {
      for (var look = 0; look < 20 && sender.inFlight() > 0; look++) {
        settle(TICK, sender, replies);
      }
      sender.abort();
      while (sender.inFlight() > 0) {
        var outcomes = sender.take(TICK);
        outcomes.forEach(report::add);
        if (outcomes.isEmpty()) {
          break;
        }
      }
    } catch (InterruptedException again) {
      isInterrupted = true;
    }
    report.finish(request.batch());
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
