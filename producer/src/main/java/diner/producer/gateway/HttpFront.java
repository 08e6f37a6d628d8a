package diner.producer.gateway;

import diner.producer.dashboard.DashboardRoute;
import diner.shared.cli.CommandFailure;
import diner.shared.cli.ExitCode;
import diner.shared.message.Job;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server and its one event loop, which owns the routes. Opened, drained and closed by the
 * command's thread; all else reaches the loop through {@link #onLoop}.
 */
final class HttpFront implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** Longer than any answer takes, so that it only ends connections that nobody uses. */
  private static final Duration IDLE_BEYOND_TIMEOUT = Duration.ofSeconds(60);

  private final GatewayOptions options;
  private final Vertx vertx;
  private final Context loop;
  private final BurgersRoute burgers;
  private final DashboardRoute dashboard;
  private final Routes routes;
  private @Nullable HttpServer server;

  /**
   * @param outbox takes a job to be sent, or refuses it; never blocks
   */
  HttpFront(GatewayOptions options, Predicate<Job> outbox) {
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
    this.burgers = new BurgersRoute(vertx, options, outbox);
    this.dashboard = new DashboardRoute(loop, options.dashboard().clients());
    this.routes = new Routes(burgers, dashboard);
  }

  /** Begins to listen and returns the URL. */
  String open() throws InterruptedException {
    var settings =
        new HttpServerOptions()
            .setHost(options.host())
            .setPort(options.port())
            // By default one HTTP/2 connection may have 100 requests that wait.
            .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(options.limit()))
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
            .setIdleTimeout((int) options.timeout().plus(IDLE_BEYOND_TIMEOUT).toMillis());
    try {
      var opened = vertx.createHttpServer(settings).requestHandler(routes::handle).listen();
      server = opened.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (Exception e) { // await throws whatever failed, such as BindException, undeclared
      if (e instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      throw CommandFailure.of(
          "can't listen on %s port %d: %s; --port 0 takes a free one"
              .formatted(options.host(), options.port(), e.getMessage()),
          ExitCode.FAILURE,
          e);
    }
    var host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
    return "http://" + host + ":" + server.actualPort();
  }

  /** Has the event loop do something with the route. For any thread; never blocks. */
  void onLoop(Consumer<BurgersRoute> task) {
    loop.runOnContext(_ -> task.accept(burgers));
  }

  /** Where the dashboard is shown. */
  DashboardRoute dashboard() {
    return dashboard;
  }

  /** Takes no more requests, and answers those that wait within the grace time. */
  void drain() throws InterruptedException {
    loop.runOnContext(_ -> routes.onStopping());
    if (server != null) {
      await(server.shutdown(options.grace().toMillis(), TimeUnit.MILLISECONDS), options.grace());
    }
  }

  @Override
  public void close() {
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
