package diner.producer.gateway;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/** Reads the body of one request, within bounds of size and of time. Owned by the event loop. */
final class Body {

  private final Promise<Buffer> end = Promise.promise();
  private final int limit;
  private Buffer read = Buffer.buffer();

  private Body(int limit) {
    this.limit = limit;
  }

  /**
   * Reads a body. What comes beyond the limit is thrown away, so that its client can read the
   * answer.
   *
   * @return fails with {@link Unfit}
   */
  static Future<Buffer> read(Vertx vertx, HttpServerRequest request, int limit, Duration time) {
    var body = new Body(limit);
    var timer = vertx.setTimer(time.toMillis(), _ -> body.fail(tooSlow(time)));
    request.handler(body::onBytes);
    request.endHandler(_ -> body.end.tryComplete(body.read));
    request.exceptionHandler(_ -> body.fail(Answer.problem(400, "no-body", "the body broke off")));
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      var _ = request.response().writeContinue();
    }
    return body.end.future().onComplete(_ -> vertx.cancelTimer(timer));
  }

  static Answer tooLarge(int limit) {
    return Answer.problem(413, "too-large", "expected a body of %d bytes at most".formatted(limit));
  }

  private static Answer tooSlow(Duration time) {
    var message = "the body did not come within %d ms".formatted(time.toMillis());
    return Answer.problem(408, "too-slow", message).with("Connection", "close");
  }

  private void onBytes(Buffer bytes) {
    if (end.future().isComplete()) {
      return;
    }
    if (read.length() + bytes.length() > limit) {
      fail(tooLarge(limit));
    } else {
      read.appendBuffer(bytes);
    }
  }

  private void fail(Answer answer) {
    if (end.tryFail(new Unfit(answer))) {
      read = Buffer.buffer();
    }
  }
}
