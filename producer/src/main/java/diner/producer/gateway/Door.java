package diner.producer.gateway;

import diner.shared.http.GuardedServer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * Who gets in.
 *
 * @param bodyLimit how long a request's body may take to come
 * @param token asked for by what enqueues; none: everybody may
 */
record Door(GuardedServer.Settings server, Duration bodyLimit, Optional<Token> token) {

  /** The answer to a request that may not enqueue; empty for one that may. */
  Optional<Answer> refusal(HttpServerRequest request) {
    var authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (token.isPresent() && !token.get().isIn(authorization)) {
      return Optional.of(
          Answer.problem(401, "no-token", "expected the header Authorization: Bearer <token>")
              .with("WWW-Authenticate", "Bearer realm=\"diner\""));
    }
    // Set by browsers alone: a stranger's page must not order burgers with a picture's address.
    return "cross-site".equals(request.getHeader("Sec-Fetch-Site"))
        ? Optional.of(Answer.problem(403, "cross-site", "pages of other sites can't enqueue"))
        : Optional.empty();
  }
}
