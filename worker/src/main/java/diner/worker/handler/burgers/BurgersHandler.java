package diner.worker.handler.burgers;

import diner.shared.message.Burgers;
import diner.shared.message.BurgersOrder;
import diner.worker.handler.HandlerSetup;
import diner.worker.handler.JobContext;
import diner.worker.handler.JobFault;
import diner.worker.handler.WaitingHandler;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Burgers: one real, non-blocking {@code GET} a job to the kitchen, and the wait for its answer.
 * Runs on the event loops of the waiting lane; holds nothing but the connections.
 */
public final class BurgersHandler implements WaitingHandler<BurgersOrder, Burgers> {

  private static final Logger log = LoggerFactory.getLogger(BurgersHandler.class);

  private static final String KITCHEN_URL = "kitchen-url";
  private static final String WAITING_LIMIT = "waiting-limit";
  private static final String DEFAULT_WAITING_LIMIT = "10000";

  /** A kitchen that is not there must not hold up the worker's start for longer. */
  private static final Duration OPEN_LIMIT = Probe.LIMIT.plusSeconds(1);

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  // Set by open, before any job.
  private @Nullable Kitchen kitchen;

  /** The kitchen as this handler reaches it. */
  private record Kitchen(Vertx vertx, KitchenAddress address, Exchange exchange) {}

  @Override
  public String kind() {
    return BurgersOrder.KIND;
  }

  @Override
  public Class<BurgersOrder> payloadType() {
    return BurgersOrder.class;
  }

  @Override
  public void open(HandlerSetup setup) {
    var url = setup.settings().get(KITCHEN_URL);
    if (url == null) {
      throw new IllegalArgumentException("burgers: setting " + KITCHEN_URL + " is missing");
    }
    var address = KitchenAddress.parse(url);
    var limit =
        Integer.parseInt(setup.settings().getOrDefault(WAITING_LIMIT, DEFAULT_WAITING_LIMIT));
    var exchange = new Exchange(setup.vertx(), address, limit);
    kitchen = new Kitchen(setup.vertx(), address, exchange);
    try {
      exchange.lineSoon().await(OPEN_LIMIT);
    } catch (JobFault | TimeoutException kitchenIsAway) {
      log.atInfo().addKeyValue("kitchen", address).log("starting without the kitchen");
    }
  }

  @Override
  public Future<Burgers> handle(BurgersOrder order, JobContext job) {
    var open = kitchen;
    if (open == null) {
      throw new IllegalStateException("a burgers job before open");
    }
    return new Call(open.vertx(), open.exchange(), open.address(), order, job).begin();
  }

  @Override
  public void close() {
    if (kitchen == null) {
      return;
    }
    try {
      kitchen.exchange().close().await(CLOSE_LIMIT);
    } catch (Exception e) {
      log.atInfo().addKeyValue("cause", e.getMessage()).log("connections to the kitchen cut off");
    }
  }
}
