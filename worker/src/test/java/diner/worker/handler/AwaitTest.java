package diner.worker.handler;

import static diner.worker.handler.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AwaitTest {

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void waitsForWhatEndsOnAnEventLoop() {
    assertThat(await(vertx.timer(20, TimeUnit.MILLISECONDS).map("done"))).isEqualTo("done");
    assertThat(await(Future.succeededFuture("at once"))).isEqualTo("at once");
  }

  @Test
  void throwsTheCauseItself() {
    var cause = new Exception("a checked one");
    Promise<String> promise = Promise.promise();
    vertx.setTimer(20, _ -> promise.fail(cause));

    assertThatThrownBy(() -> await(promise.future())).isSameAs(cause);
  }

  @Test
  void onAnEventLoopNamesTheMistake() {
    var loop = vertx.getOrCreateContext();

    assertThatThrownBy(() -> on(loop, () -> await(Promise.<String>promise().future())))
        .isInstanceOf(IllegalStateException.class)
        .message()
        .matches(
            "await was called on event loop vert\\.x-eventloop-thread-\\d+ of a waiting handler: "
                + "return the future, or make it an AwaitingHandler");
  }

  /** Also where there would be nothing to wait for: else the mistake would show up now and then. */
  @Test
  void onAnEventLoopNamesTheMistakeWhereTheFutureHasEndedAlready() {
    var loop = vertx.getOrCreateContext();

    assertThatThrownBy(() -> on(loop, () -> await(Future.succeededFuture("there"))))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void onAWorkerThreadNamesTheMistake() {
    assertThatThrownBy(() ->
            vertx
                .executeBlocking(() -> await(Future.succeededFuture("there")))
                .await(10, TimeUnit.SECONDS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageMatching(
            "await was called on worker thread \\S+, where a computing handler runs: .*");
  }

  private static <T> T on(Context context, Callable<T> work) throws Exception {
    Promise<T> ended = Promise.promise();
    context.runOnContext(_ -> {
      try {
        ended.complete(work.call());
      } catch (Exception e) {
        ended.fail(e);
      }
    });
    return ended.future().await(10, TimeUnit.SECONDS);
  }
}
