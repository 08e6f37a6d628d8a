package diner.producer.gateway;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/** Which request goes where. Owned by the event loop. */
final class Routes {

  private final BurgersRoute burgers;
  private boolean isStopping;

  Routes(BurgersRoute burgers) {
    this.burgers = burgers;
  }

  void handle(HttpServerRequest request) {
    var path = request.path() == null ? "" : request.path();
    if (isStopping) {
      Answer.later("stopping", "the gateway is stopping", Duration.ofSeconds(1))
          .with("Connection", "close")
          .writeTo(request.response());
      return;
    }
    if (!path.equals("/burgers")) {
      Answer.problem(404, "not-found", "no such path; try /burgers?number=2")
          .writeTo(request.response());
    } else if (!request.method().equals(HttpMethod.GET)) {
      Answer.problem(405, "method-not-allowed", "expected GET, got " + request.method())
          .with("Allow", "GET")
          .writeTo(request.response());
    } else {
      burgers.handle(request);
    }
  }

  /** From now on nothing new is begun, also on connections that stay open. */
  void onStopping() {
    isStopping = true;
  }
}
