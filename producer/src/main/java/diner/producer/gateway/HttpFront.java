package diner.producer.gateway;

import diner.producer.dashboard.DashboardRoute;
import diner.shared.cli.CommandFailure;
import diner.shared.cli.ExitCode;
import diner.shared.http.GuardedServer;
import diner.shared.http.HostNames;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server and its one event loop, which owns the desk. Opened, drained and closed by the
 * command's thread; all else reaches the loop through {@link #onLoop}.
 */
final class HttpFront implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final GatewayOptions options;
  private final Vertx vertx;
  private final Context loop;
  private final DashboardRoute dashboard;
  private final Desk desk;
  private @Nullable HttpServer server;

  HttpFront(GatewayOptions options, Desk.Kafka kafka, GatewayMeters meters) {
    this.options = options;
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
    this.loop = vertx.getOrCreateContext();
    this.dashboard = new DashboardRoute(loop, options.dashboard().clients());
    this.desk = new Desk(loop, options, kafka, dashboard, meters);
  }

  /** Begins to listen and returns the URL. */
  String open() throws InterruptedException {
    var address = options.door().server();
    var front = GuardedServer.create(vertx, address, HttpFront::refuse, desk::handle);
    try {
      var opened = front.listen();
      server = opened.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (Exception e) { // await throws whatever failed, such as BindException, undeclared
      if (e instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      throw CommandFailure.of(
          "can't listen on %s port %d: %s; --port 0 takes a free one"
              .formatted(address.host(), address.port(), e.getMessage()),
          ExitCode.FAILURE,
          e);
    }
    return "http://%s:%d".formatted(HostNames.inUrl(address.host()), server.actualPort());
  }

  private static void refuse(HttpServerRequest request, GuardedServer.Refusal refusal) {
    Answer.problem(refusal.status(), refusal.type(), refusal.message()).writeTo(request.response());
  }

  /** Has the event loop do something with the desk. For any thread; never blocks. */
  void onLoop(Consumer<Desk> task) {
    loop.runOnContext(_ -> task.accept(desk));
  }

  /** Where the dashboard is shown. */
  DashboardRoute dashboard() {
    return dashboard;
  }

  /** Takes no more requests, and answers those that wait within the grace time. */
  void drain() throws InterruptedException {
    onLoop(Desk::onStopping);
    if (server != null) {
      await(server.shutdown(options.grace().toMillis(), TimeUnit.MILLISECONDS), options.grace());
    }
  }

  @Override
  public void close() {
    desk.close();
    try {
      await(vertx.close(), LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(Future<Void> stop, Duration limit) throws InterruptedException {
    try {
      stop.toCompletionStage()
          .toCompletableFuture()
          .get(limit.plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | java.util.concurrent.ExecutionException e) {
      // Nothing more to be done for it: the process ends.
    }
  }
}
