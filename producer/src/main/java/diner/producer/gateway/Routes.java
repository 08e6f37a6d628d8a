package diner.producer.gateway;

import diner.producer.dashboard.DashboardRoute;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/** Which request goes where. Owned by the event loop. */
final class Routes {

  private final BurgersRoute burgers;
  private final DashboardRoute dashboard;
  private boolean isStopping;

  Routes(BurgersRoute burgers, DashboardRoute dashboard) {
    this.burgers = burgers;
    this.dashboard = dashboard;
  }

  void handle(HttpServerRequest request) {
    var path = request.path() == null ? "" : request.path();
    if (isStopping) {
      Answer.later("stopping", "the gateway is stopping", Duration.ofSeconds(1))
          .with("Connection", "close")
          .writeTo(request.response());
      return;
    }
    if (dashboard.handles(path)) {
      dashboard.handle(request);
    } else if (!path.equals("/burgers")) {
      Answer.problem(404, "not-found", "no such path; try /burgers?number=2, or / in a browser")
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
    dashboard.onStopping();
  }
}
