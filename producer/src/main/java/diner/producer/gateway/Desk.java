package diner.producer.gateway;

import diner.producer.dashboard.DashboardRoute;
import diner.producer.enqueue.Outcome;
import diner.producer.replies.ReplyRecord;
import diner.producer.replies.ReplySearch;
import diner.shared.kafka.Topics;
import diner.shared.message.BurgersOrder;
import diner.shared.message.Job;
import io.vertx.core.Context;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Everything behind the door: the routes, and what they hear of Kafka. Owned by the event loop;
 * only {@link #close} is the command's.
 */
final class Desk implements AutoCloseable {

  /**
   * What the routes reach of Kafka; none of it blocks, but the search.
   *
   * @param outbox takes a job to be sent, or refuses it
   * @param topicNames asks which topics there are
   */
  record Kafka(
      Topics topics,
      Predicate<Errand> outbox,
      Supplier<CompletionStage<Set<String>>> topicNames,
      ReplySearch search) {}

  private static final int MOST_BYTES = 32 << 20;
  private static final int SHARE_OF_HEAP = 16;

  private final Context loop;
  private final Kafka kafka;
  private final Lookups lookups;
  private final PostedJobs posted =
      new PostedJobs(Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP));
  private final BurgersRoute burgers;
  private final Posting posting;
  private final DashboardRoute dashboard;
  private final Routes routes;

  Desk(
      Context loop,
      GatewayOptions options,
      Kafka kafka,
      DashboardRoute dashboard,
      GatewayMeters meters) {
    this.loop = loop;
    this.kafka = kafka;
    this.dashboard = dashboard;
    this.lookups = new Lookups(kafka.search());
    this.burgers = new BurgersRoute(loop.owner(), options, this::order);
    var known = new KnownTopics(loop, kafka.topicNames());
    this.posting = new Posting(loop, kafka.outbox(), known, posted);
    var post =
        new PostRoute(loop.owner(), kafka.topics(), known, posting, options.door().bodyLimit());
    Supplier<GatewayMeters.Reading> reading =
        () ->
            new GatewayMeters.Reading(
                burgers.waiting(),
                post.heldBytes(),
                post.heldBytesLimit(),
                posted.size(),
                posted.bytes());
    this.routes =
        new Routes(
            List.of(
                RouteLine.enqueues(HttpMethod.GET, "/burgers", burgers),
                RouteLine.enqueues(HttpMethod.POST, "/jobs/{name}", post),
                RouteLine.looks(
                    "/jobs/{name}",
                    new ReplyRoute(loop, posted, lookups::find, kafka.topics().replies())),
                RouteLine.looks("/openapi.json", new DocumentRoute()),
                RouteLine.looks("/metrics", new MetricsRoute(loop.owner(), meters, reading)),
                RouteLine.looks("/", (request, _) -> dashboard.page(request)),
                RouteLine.looks("/dashboard/{name}", dashboard::file),
                RouteLine.looks("/events", (request, _) -> dashboard.events(request))),
            options.door());
  }

  private boolean order(Job job) {
    return kafka
        .outbox()
        .test(
            new Errand(
                job,
                kafka.topics().jobs(BurgersOrder.KIND),
                true,
                outcome -> {
                  if (outcome instanceof Outcome.Refused refused) {
                    loop.runOnContext(_ -> burgers.onRefused(job, refused));
                  }
                }));
  }

  /** Every path that is served. */
  List<RouteLine> table() {
    return routes.table();
  }

  void handle(HttpServerRequest request) {
    routes.handle(request);
  }

  void onReplies(List<ReplyRecord> replies) {
    burgers.onReplies(replies);
    replies.forEach(posted::onReply);
  }

  void onKafkaAway(boolean isAway) {
    burgers.onKafkaAway(isAway);
    posting.onKafkaAway(isAway);
  }

  void onStopping() {
    routes.onStopping();
    dashboard.onStopping();
  }

  @Override
  public void close() {
    lookups.close();
  }
}
