package diner.shared.http;

import io.vertx.core.http.HttpServerResponse;

/** What every answer tells browsers. A page that may do more says so itself, later. */
final class SecurityHeaders {

  private SecurityHeaders() {}

  static void putOn(HttpServerResponse response) {
    response
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin");
  }
}
