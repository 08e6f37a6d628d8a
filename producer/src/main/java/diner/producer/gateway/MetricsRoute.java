package diner.producer.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /metrics}. Owned by the event loop; the text is written on a thread of Vert.x's, one
 * text at a time, which all who ask meanwhile get.
 */
final class MetricsRoute implements Route {

  private final Vertx vertx;
  private final GatewayMeters meters;
  private final Supplier<GatewayMeters.Reading> reading;
  private @Nullable Future<String> underWay;

  /**
   * @param reading of what the event loop owns
   */
  MetricsRoute(Vertx vertx, GatewayMeters meters, Supplier<GatewayMeters.Reading> reading) {
    this.vertx = vertx;
    this.meters = meters;
    this.reading = reading;
  }

  @Override
  public void handle(HttpServerRequest request, String name) {
    text()
        .onSuccess(text -> {
          var response =
              request.response().putHeader(HttpHeaders.CONTENT_TYPE, GatewayMeters.CONTENT_TYPE);
          var _ = response.end(text); // fails only where nobody waits for it any more
        })
        .onFailure(fault ->
            Answer.problem(500, "no-metrics", String.valueOf(fault)).writeTo(request.response()));
  }

  private Future<String> text() {
    var text = underWay;
    if (text == null) {
      meters.onReading(reading.get());
      text = vertx.executeBlocking(meters::scrape);
      underWay = text;
      text.onComplete(_ -> underWay = null);
    }
    return text;
  }
}
