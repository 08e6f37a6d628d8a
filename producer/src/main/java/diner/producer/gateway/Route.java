package diner.producer.gateway;

import io.vertx.core.http.HttpServerRequest;

/** What answers the requests to one path; called on the event loop, which it must never block. */
@FunctionalInterface
public interface Route {

  /**
   * Answers a request, now or later.
   *
   * @param name what stands for the {@code {name}} of the path, decoded; empty where it has none
   */
  void handle(HttpServerRequest request, String name);
}
