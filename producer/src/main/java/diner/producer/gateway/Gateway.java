package diner.producer.gateway;

import diner.producer.ConnectionWatch;
import diner.producer.KafkaConnection;
import diner.producer.dashboard.Dashboard;
import diner.producer.enqueue.JobProducer;
import diner.producer.enqueue.JobTopics;
import diner.producer.lag.LagFeed;
import diner.producer.replies.ReplyFeed;
import diner.producer.replies.ReplyFilter;
import diner.producer.replies.ReplyQuery;
import diner.producer.replies.ReplyRecord;
import diner.producer.replies.ReplySearch;
import diner.producer.replies.ReplySink;
import diner.producer.replies.StartingPoint;
import diner.producer.terminal.Progress;
import diner.shared.cli.CommandFailure;
import diner.shared.cli.ExitCode;
import diner.shared.kafka.KafkaSettings;
import diner.shared.kafka.Topics;
import diner.shared.message.BurgersOrder;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's start and stop, on the command's thread. Requests live on one event loop; jobs
 * leave by the thread {@code outbox}; replies come from the thread {@code replies}, as tasks.
 */
final class Gateway {

  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  private static final Duration POSITIONS_LIMIT = Duration.ofSeconds(10);
  private static final Duration BLOCK_LIMIT = Duration.ofSeconds(3);
  private static final Duration DELIVERY_LIMIT = Duration.ofSeconds(8);

  /** Clients that hang up make room for others, while their jobs still run. */
  private static final int RECENT_PER_WAITING = 4;

  private final KafkaSettings settings;
  private final Topics topics;
  private final GatewayOptions options;
  private final GatewayMeters meters;
  private final PrintWriter out;
  private final PrintWriter err;
  private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();

  Gateway(
      KafkaSettings settings,
      Topics topics,
      GatewayOptions options,
      PrintWriter out,
      PrintWriter err) {
    this.settings = settings;
    this.topics = topics;
    this.options = options;
    this.meters = new GatewayMeters(options.limit());
    this.out = out;
    this.err = err;
  }

  /** Runs until the thread is interrupted; throws where the gateway can't go on. */
  int run() throws InterruptedException {
    try (var connection = KafkaConnection.open(settings)) {
      var jobTopics = new JobTopics(connection.admin(), topics, null, Progress.on(err));
      jobTopics.provideReplies();
      var problem = jobTopics.problemWith(BurgersOrder.KIND);
      if (problem.isPresent()) {
        throw CommandFailure.of(problem.get());
      }
      return open(connection);
    }
  }

  /** Starts from Kafka up to the door, and stops from the door down. */
  private int open(KafkaConnection connection) throws InterruptedException {
    try (var outbox = new Outbox(options.limit());
        var front = new HttpFront(options, kafka(connection, outbox), meters)) {
      var recent = new Recent(options.limit());
      var query = new ReplyQuery(topics.replies(), new StartingPoint.End());
      try (var feed =
              ReplyFeed.start(settings, query, recent, new ToTheLoop(front), POSITIONS_LIMIT);
          var producer = new JobProducer(settings, BLOCK_LIMIT, DELIVERY_LIMIT)) {
        outbox.start(producer, errand -> feed.execute(() -> recent.add(errand)));
        return serve(connection, outbox, front);
      }
    }
  }

  private Desk.Kafka kafka(KafkaConnection connection, Outbox outbox) {
    var limit = new ListTopicsOptions().timeoutMs((int) KafkaConnection.LIMIT.toMillis());
    return new Desk.Kafka(
        topics,
        outbox::offer,
        () -> connection.admin().listTopics(limit).names().toCompletionStage(),
        new ReplySearch(settings, topics.replies()));
  }

  private int serve(KafkaConnection connection, Outbox outbox, HttpFront front)
      throws InterruptedException {
    out.println(front.open());
    out.flush();
    LOG.atInfo().addKeyValue("limit", options.limit()).log("Gateway is open");
    var group = options.dashboard().group();
    try (var _ = ConnectionWatch.start(connection, new AwayNotice(outbox, front));
        var dashboard = Dashboard.start(settings, topics, group, front.dashboard());
        var _ =
            LagFeed.start(
                connection.admin(), settings, topics, group, List.of(dashboard, meters.lag()))) {
      end.get();
      return ExitCode.FAILURE;
    } catch (InterruptedException e) {
      LOG.atInfo().log("Gateway stops: no new requests, answers those that wait");
      front.drain();
      return ExitCode.OK;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException("the feed of replies has ended", e);
    }
  }

  /** From the thread {@code replies} to the event loop, a poll at a time. */
  private final class ToTheLoop implements ReplySink {

    private final HttpFront front;

    ToTheLoop(HttpFront front) {
      this.front = front;
    }

    @Override
    public boolean offer(List<ReplyRecord> replies, Duration limit) {
      front.onLoop(desk -> desk.onReplies(replies));
      return true; // bounded by the requests that wait, and the jobs that were posted last
    }

    @Override
    public void onEnd(RuntimeException cause) {
      end.completeExceptionally(cause);
    }
  }

  /** Whose replies are wanted; a flood of posted jobs crowds out none that a request awaits. */
  private record Recent(RecentIds awaited, RecentIds posted) implements ReplyFilter {

    Recent(int limit) {
      this(
          new RecentIds(limit * RECENT_PER_WAITING),
          new RecentIds(PostedJobs.MOST * RECENT_PER_WAITING));
    }

    void add(Errand errand) {
      (errand.isAwaited() ? awaited : posted).add(errand.job().id());
    }

    @Override
    public boolean wants(ReplyRecord reply) {
      return awaited.wants(reply) || posted.wants(reply);
    }
  }

  /** What the watch tells. */
  private record AwayNotice(Outbox outbox, HttpFront front) implements ConnectionWatch.Listener {

    @Override
    public void onAway(KafkaException cause) {
      LOG.atWarn().addKeyValue("cause", cause.getMessage()).log("Kafka is away: answering 503");
      front.onLoop(desk -> desk.onKafkaAway(true));
      outbox.refuseQueued("Kafka is away");
    }

    @Override
    public void onBack() {
      LOG.atInfo().log("Kafka is back");
      front.onLoop(desk -> desk.onKafkaAway(false));
    }
  }
}
