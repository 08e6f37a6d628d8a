package diner.worker.handler.burgers;

import diner.shared.message.Burgers;
import diner.shared.message.BurgersOrder;
import diner.shared.message.Headers;
import diner.shared.message.TraceParent;
import diner.worker.handler.JobContext;
import diner.worker.handler.JobFault;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One order at the kitchen, from the request to the burgers. All of it runs on the event loop that
 * began it; it ends once, at the latest with the attempt, and then leaves nothing behind: the
 * request is reset, its place given back.
 */
final class Call {

  /** 100 burgers with long names are a tenth of it. */
  static final int MAX_BODY_BYTES = 64 * 1024;

  private final Vertx vertx;
  private final Exchange exchange;
  private final KitchenAddress kitchen;
  private final BurgersOrder order;
  private final JobContext job;
  private final Context context;
  private final Duration limit;
  private final Promise<Burgers> burgers = Promise.promise();
  private final Buffer body = Buffer.buffer();

  // owned by the context's event loop
  private long timer;
  private boolean isOver;
  private boolean isConnecting;
  private boolean isAnswered;
  private @Nullable Line line;
  private Line.@Nullable Place place;
  private @Nullable HttpClientRequest request;

  Call(Vertx vertx, Exchange exchange, KitchenAddress kitchen, BurgersOrder order, JobContext job) {
    this.vertx = vertx;
    this.exchange = exchange;
    this.kitchen = kitchen;
    this.order = order;
    this.job = job;
    this.context = vertx.getOrCreateContext();
    var left = Duration.between(Instant.now(), job.attemptEndsAt());
    this.limit = left.toMillis() < 1 ? Duration.ofMillis(1) : left;
  }

  Future<Burgers> begin() {
    timer = vertx.setTimer(limit.toMillis(), fired -> onTimeLimit());
    var known = exchange.line();
    if (known != null) {
      connect(known);
    } else {
      exchange.lineSoon().onComplete(found -> context.runOnContext(here -> onLine(found)));
    }
    return burgers.future();
  }

  private void onLine(AsyncResult<Line> found) {
    if (isOver) {
      return;
    }
    if (found.succeeded()) {
      connect(found.result());
    } else {
      fail(Faults.of(name(), found.cause()));
    }
  }

  private void connect(Line through) {
    line = through;
    place = through.take();
    isConnecting = true;
    place.client().request(options()).onComplete(this::onConnected);
  }

  private RequestOptions options() {
    var options = kitchen.order(order.number()).setConnectTimeout(limit.toMillis());
    var trace = job.traceparent();
    if (trace != null) { // checked here, too: not every context is made from a record
      TraceParent.of(trace).ifPresent(text -> options.putHeader(Headers.TRACEPARENT, text));
    }
    return options;
  }

  private void onConnected(AsyncResult<HttpClientRequest> connected) {
    isConnecting = false;
    if (connected.succeeded()) {
      request = connected.result();
    }
    if (isOver) {
      release();
    } else if (request == null) {
      lost(connected.cause());
    } else if (job.cancel().isCancelled()) {
      fail(Faults.timeout(name(), limit));
    } else {
      send(request);
    }
  }

  private void send(HttpClientRequest ready) {
    ready.send().onComplete(this::onResponse);
  }

  private void onResponse(AsyncResult<HttpClientResponse> responded) {
    if (isOver) {
      return;
    }
    if (responded.failed()) {
      lost(responded.cause());
      return;
    }
    var response = responded.result();
    response
        .exceptionHandler(this::lost)
        .handler(this::onChunk)
        .endHandler(end -> {
          isAnswered = true;
          onBody(response.statusCode(), response.getHeader(HttpHeaders.RETRY_AFTER));
        });
  }

  private void onChunk(Buffer chunk) {
    if (isOver) {
      return;
    }
    if (body.length() + chunk.length() > MAX_BODY_BYTES) {
      fail(Faults.tooLarge(name(), MAX_BODY_BYTES));
    } else {
      body.appendBuffer(chunk);
    }
  }

  private void onBody(int status, @Nullable String retryAfter) {
    if (isOver) {
      return;
    }
    var answer = new Answer(status, retryAfter, body.getBytes());
    try {
      var made = answer.burgers(name(), order.number(), Instant.now());
      end();
      burgers.complete(made);
    } catch (JobFault fault) {
      fail(fault);
    }
  }

  private void lost(Throwable fault) {
    if (isOver) {
      return; // our own reset
    }
    exchange.doubt();
    fail(Faults.of(name(), fault));
  }

  private void onTimeLimit() {
    if (line != null && request != null) {
      line.doubt(request.connection());
    }
    fail(Faults.timeout(name(), limit));
  }

  private void fail(JobFault fault) {
    end();
    burgers.tryFail(fault);
  }

  private void end() {
    isOver = true;
    vertx.cancelTimer(timer);
    if (!isConnecting) {
      release();
    } // else the place is taken until the client gives up the wait: it has the same limit
  }

  /** Leaves nothing behind. */
  private void release() {
    var sent = request;
    if (sent != null && !isAnswered) {
      // In a turn of its own: where a connection ends, the reset of one stream would end the next
      // one in the same call, ten thousand deep.
      context.runOnContext(here -> reset(sent));
    }
    if (place != null) {
      place.giveBack();
    }
  }

  private static void reset(HttpClientRequest request) {
    request
        .reset()
        .onFailure(alreadyGone -> {
          // What should end has ended.
        });
  }

  private String name() {
    return kitchen.nameOf(order.number());
  }
}
