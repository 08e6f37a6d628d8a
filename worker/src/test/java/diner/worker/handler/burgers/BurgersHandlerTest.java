package diner.worker.handler.burgers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diner.worker.handler.JobFault;
import diner.worker.kitchen.Kitchen;
import diner.worker.kitchen.KitchenOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On a real kitchen, over loopback. */
@Timeout(90)
class BurgersHandlerTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Vertx kitchens = Vertx.vertx();

  @AfterEach
  void stop() throws Exception {
    kitchens.close().await(LIMIT);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void bringsAsManyBurgersAsOrdered(boolean isHttp1Only) throws Exception {
    // given
    var kitchen = start(options(Duration.ofMillis(1), isHttp1Only));
    try (var lane = Lane.open(kitchen.url())) {

      // when
      var burgers = lane.order(7).await(LIMIT);

      // then
      assertThat(burgers.burgers()).hasSize(7);
    }
  }

  @ParameterizedTest
  @CsvSource({"false, 10000, 1", "true, 2000, 2000"})
  void allOrdersThatMayWaitAreAtTheKitchenAtOnce(boolean isHttp1Only, int orders, int connections)
      throws Exception {
    // given
    var kitchen = start(options(Duration.ZERO, isHttp1Only).stalled());
    try (var lane = Lane.open(kitchen.url(), orders)) {

      // when
      var waiting = IntStream.range(0, orders).mapToObj(n -> lane.order(1)).toList();

      // then
      Awaitility.await().atMost(Lane.ATTEMPT).until(() -> kitchen.ordersInWork() == orders);
      assertThat(kitchen.connections()).isEqualTo(connections);
      assertThat(waiting).noneMatch(Future::isComplete);

      // when the kitchen goes away with all of them
      kitchen.close().await(LIMIT);

      // then
      Awaitility.await().atMost(LIMIT).until(() -> waiting.stream().allMatch(Future::failed));
    }
  }

  @ParameterizedTest
  @CsvSource({"false, 10000, 1", "true, 2000, 2000"})
  void allAreAnsweredOnOneThreadAndTheConnectionsKept(
      boolean isHttp1Only, int orders, int connections) throws Exception {
    // given
    var kitchen = start(options(Duration.ofMillis(500), isHttp1Only));
    try (var lane = Lane.open(kitchen.url(), orders)) {

      // when
      var burgers = lane.orders(orders);
      lane.orders(orders / 10);

      // then
      assertThat(burgers).hasSize(orders).allMatch(answer -> answer.burgers().size() == 1);
      assertThat(kitchen.connections()).isBetween(1, connections);
      assertThat(lane.threads()).singleElement().asString().startsWith("vert.x-eventloop-thread-");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStalledKitchenIsCutOffAndNothingPilesUp(boolean isHttp1Only) throws Exception {
    // given
    var kitchen = start(options(Duration.ZERO, isHttp1Only).stalled());
    try (var lane = Lane.open(kitchen.url())) {

      // when
      var orders =
          IntStream.range(0, 300)
              .mapToObj(n -> lane.order(1, Duration.ofSeconds(2), null))
              .toList();
      Awaitility.await().atMost(LIMIT).until(() -> kitchen.ordersInWork() == 300);

      // then
      assertThatThrownBy(() -> Future.join(orders).await(LIMIT))
          .isInstanceOfSatisfying(
              JobFault.class,
              fault -> {
                assertThat(fault.kind()).isEqualTo(JobFault.Kind.UNANSWERED);
                assertThat(fault.type()).isEqualTo("kitchen-timeout");
                assertThat(fault.message()).contains(kitchen.url() + "/burgers?number=1", "ms");
              });
      assertThat(orders).allMatch(Future::failed);
      Awaitility.await().atMost(LIMIT).until(() -> kitchen.ordersInWork() == 0);
      Awaitility.await().atMost(LIMIT).until(() -> kitchen.connections() <= (isHttp1Only ? 0 : 1));
    }
  }

  @Test
  void aKitchenThatRefusesIsEvidenceOfAnOutageThatNamesRequestAndStatus() throws Exception {
    // given
    var kitchen = start(options(Duration.ofMillis(1), false).failing(1));
    try (var lane = Lane.open(kitchen.url())) {

      // when, then
      assertThatThrownBy(() -> lane.order(3).await(LIMIT))
          .isInstanceOfSatisfying(
              JobFault.class,
              fault -> {
                assertThat(fault.kind()).isEqualTo(JobFault.Kind.UNAVAILABLE);
                assertThat(fault.type()).isEqualTo("kitchen-503");
                assertThat(fault.message())
                    .isEqualTo(
                        "GET %s/burgers?number=3 answered 503, expected 200"
                            .formatted(kitchen.url()));
              });
    }
  }

  @Test
  void startsWithoutAKitchenAndFindsItOnceItIsThere() throws Exception {
    // given
    var options = options(Duration.ofMillis(1), false);
    var former = start(options);
    var port = former.port();
    former.close().await(LIMIT);
    try (var lane = Lane.open(former.url())) {
      assertThatThrownBy(() -> lane.order(1).await(LIMIT))
          .isInstanceOfSatisfying(
              JobFault.class,
              fault -> {
                assertThat(fault.kind()).isEqualTo(JobFault.Kind.UNAVAILABLE);
                assertThat(fault.type()).isEqualTo("kitchen-unreachable");
                assertThat(fault.message()).contains("127.0.0.1:" + port);
              });

      // when
      start(options.onPort(port));

      // then
      assertThat(lane.order(2).await(LIMIT).burgers()).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void changesProtocolWithTheKitchen(boolean isHttp1First) throws Exception {
    // given
    var first = start(options(Duration.ofMillis(1), isHttp1First));
    try (var lane = Lane.open(first.url())) {
      lane.orders(10);
      first.close().await(LIMIT);

      // when
      var second = start(options(Duration.ofMillis(300), !isHttp1First).onPort(first.port()));

      // then
      Awaitility.await()
          .atMost(LIMIT)
          .ignoreException(JobFault.class)
          .until(() -> {
            lane.orders(10);
            return second.connections() == (isHttp1First ? 1 : 10);
          });
    }
  }

  @Test
  void aConnectionThatIsCutMidwayIsNoEvidenceOfAnOutage() throws Exception {
    // given
    var kitchen = start(options(Duration.ZERO, false).stalled());
    try (var lane = Lane.open(kitchen.url())) {
      var order = lane.order(1);
      Awaitility.await().atMost(LIMIT).until(() -> kitchen.ordersInWork() == 1);

      // when
      kitchen.close().await(LIMIT);

      // then
      assertThatThrownBy(() -> order.await(LIMIT))
          .isInstanceOfSatisfying(
              JobFault.class,
              fault -> {
                assertThat(fault.kind()).isEqualTo(JobFault.Kind.UNANSWERED);
                assertThat(fault.type()).isEqualTo("kitchen-disconnected");
              });
    }
  }

  @Test
  void aConnectionThatWentSilentIsGivenUpForANewOne() throws Exception {
    // given
    var kitchen = start(options(Duration.ofMillis(1), false));
    var network = SilentConnection.before(kitchens, kitchen.port());
    try (var lane = Lane.open(network.url())) {
      lane.order(1).await(LIMIT);

      // when
      network.fallSilent();

      // then
      assertThatThrownBy(() -> lane.order(1, Duration.ofMillis(300), null).await(LIMIT))
          .isInstanceOfSatisfying(
              JobFault.class, fault -> assertThat(fault.type()).isEqualTo("kitchen-timeout"));
      Awaitility.await()
          .atMost(LIMIT)
          .ignoreException(JobFault.class)
          .until(() -> lane.order(1, Duration.ofMillis(300), null).await(LIMIT) != null);
    }
  }

  private Kitchen start(KitchenOptions options) throws Exception {
    return Kitchen.start(kitchens, options).await(LIMIT);
  }

  private static KitchenOptions options(Duration delay, boolean isHttp1Only) {
    var options = KitchenOptions.onFreePort(delay);
    return isHttp1Only ? options.http1Only() : options;
  }
}
