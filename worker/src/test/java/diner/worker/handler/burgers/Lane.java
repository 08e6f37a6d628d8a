package diner.worker.handler.burgers;

import diner.shared.message.Burgers;
import diner.shared.message.BurgersOrder;
import diner.worker.handler.CancelToken;
import diner.worker.handler.HandlerSetup;
import diner.worker.handler.JobContext;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Stands in for the waiting lane: one event loop that runs a handler's jobs, and who saw them. */
final class Lane implements AutoCloseable {

  static final Duration ATTEMPT = Duration.ofSeconds(60);

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final BurgersHandler handler = new BurgersHandler();
  private final Set<String> threads = ConcurrentHashMap.newKeySet();

  static Lane open(String kitchenUrl) {
    return open(kitchenUrl, 10_000);
  }

  static Lane open(String kitchenUrl, int waitingLimit) {
    var lane = new Lane();
    lane.handler.open(
        new HandlerSetup(
            lane.vertx,
            Map.of("kitchen-url", kitchenUrl, "waiting-limit", Integer.toString(waitingLimit))));
    return lane;
  }

  Future<Burgers> order(int number) {
    return order(number, ATTEMPT, null);
  }

  Future<Burgers> order(int number, Duration limit, @Nullable String traceparent) {
    var answered = Promise.<Burgers>promise();
    context.runOnContext(here ->
        handler
            .handle(
                new BurgersOrder(number),
                new JobContext(
                    "job", "burgers", 1, Instant.now().plus(limit), new CancelToken(), traceparent))
            .onComplete((burgers, fault) -> {
              threads.add(Thread.currentThread().getName());
              answered.complete(burgers, fault);
            }));
    return answered.future();
  }

  /** Many orders at once, all answered. */
  List<Burgers> orders(int count) throws Exception {
    return Future.all(IntStream.range(0, count).mapToObj(n -> order(1)).toList())
        .await(Duration.ofSeconds(60))
        .list();
  }

  /** Names of the threads on which orders ended. */
  Set<String> threads() {
    return threads;
  }

  @Override
  public void close() throws TimeoutException {
    handler.close();
    vertx.close().await(Duration.ofSeconds(10));
  }
}
