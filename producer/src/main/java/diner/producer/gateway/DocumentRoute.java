package diner.producer.gateway;

import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;

/** {@code GET /openapi.json}: the OpenAPI document of all this. */
final class DocumentRoute implements Route {

  private final Answer document = Answer.written(read());

  private static byte[] read() {
    try (var in = DocumentRoute.class.getResourceAsStream("openapi.json")) {
      if (in == null) {
        throw new IllegalStateException("openapi.json is not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void handle(HttpServerRequest request, String name) {
    document.writeTo(request.response());
  }
}
