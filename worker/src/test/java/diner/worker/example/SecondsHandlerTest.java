package diner.worker.example;

import static org.assertj.core.api.Assertions.assertThat;

import diner.worker.example.SecondsHandler.Order;
import diner.worker.handler.CancelToken;
import diner.worker.handler.HandlerSetup;
import diner.worker.handler.JobContext;
import diner.worker.kitchen.Kitchen;
import diner.worker.kitchen.KitchenOptions;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Code that awaits is tested like any other: by a call, on the test's own thread. */
class SecondsHandlerTest {

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void awaitsTheBurgersAndThenAsManyAgain() throws Exception {
    var kitchen =
        Kitchen.start(vertx, KitchenOptions.onFreePort(Duration.ofMillis(20)))
            .await(10, TimeUnit.SECONDS);
    var handler = new SecondsHandler();
    handler.open(new HandlerSetup(vertx, Map.of("kitchen-url", kitchen.url())));
    var job = new JobContext("job-1", "seconds", 1, Instant.MAX, new CancelToken(), null);

    var begin = System.nanoTime();
    var meal = handler.handle(new Order(3), job);

    assertThat(meal.burgers()).hasSize(3);
    assertThat(meal.seconds()).hasSize(3);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(39));
    assertThat(kitchen.mostOrdersInWork()).isEqualTo(1);
  }
}
