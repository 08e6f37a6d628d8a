package diner.worker.handler.burgers;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Passes connections on to a kitchen, and can let those that are open go silent, as a network does
 * that drops packets: nothing arrives any more and nobody is told.
 */
final class SilentConnection {

  private final NetClient client; // held: one that is garbage closes its connections
  private final int kitchenPort;
  private final AtomicInteger silences = new AtomicInteger();
  private int port;

  private SilentConnection(Vertx vertx, int kitchenPort) {
    this.client = vertx.createNetClient();
    this.kitchenPort = kitchenPort;
  }

  static SilentConnection before(Vertx vertx, int kitchenPort) throws TimeoutException {
    var connection = new SilentConnection(vertx, kitchenPort);
    connection.port =
        vertx
            .createNetServer()
            .connectHandler(connection::pass)
            .listen(0, "127.0.0.1")
            .await(Duration.ofSeconds(10))
            .actualPort();
    return connection;
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** From now on nothing passes on connections that are open. */
  void fallSilent() {
    silences.incrementAndGet();
  }

  private void pass(NetSocket worker) {
    var bornIn = silences.get();
    worker.pause();
    client
        .connect(kitchenPort, "127.0.0.1")
        .onSuccess(kitchen -> {
          connect(worker, kitchen, bornIn);
          connect(kitchen, worker, bornIn);
          worker.resume();
        })
        .onFailure(fault -> worker.close());
  }

  private void connect(NetSocket from, NetSocket to, int bornIn) {
    from.handler(bytes -> {
      if (silences.get() == bornIn) {
        to.write(bytes).onFailure(gone -> from.close());
      }
    });
    from.closeHandler(closed -> to.close());
  }
}
