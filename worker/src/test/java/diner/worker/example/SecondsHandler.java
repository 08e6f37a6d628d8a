package diner.worker.example;

import static diner.worker.handler.Await.await;

import diner.worker.handler.AwaitingHandler;
import diner.worker.handler.HandlerSetup;
import diner.worker.handler.JobContext;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpResponseExpectation;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.util.List;

/** Burgers, and as many again. Plain sequential code, on a virtual thread of the job's own. */
public final class SecondsHandler
    implements AwaitingHandler<SecondsHandler.Order, SecondsHandler.Meal> {

  /** The payload, {@code {"number": 2}}. */
  public record Order(int number) {}

  /** The result. */
  public record Meal(List<String> burgers, List<String> seconds) {}

  @SuppressWarnings("NullAway.Init") // set by open, before any job
  private Kitchen kitchen;

  @Override
  public String kind() {
    return "seconds";
  }

  @Override
  public Class<Order> payloadType() {
    return Order.class;
  }

  @Override
  public void open(HandlerSetup setup) {
    var http2 =
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setHttp2ClearTextUpgrade(false);
    var url = setup.settings().getOrDefault("kitchen-url", "http://localhost:8090");
    kitchen = new Kitchen(setup.vertx().createHttpClient(http2), url);
  }

  @Override
  public Meal handle(Order order, JobContext job) {
    var burgers = await(kitchen.burgers(order.number()));
    var seconds = await(kitchen.burgers(burgers.size()));
    return new Meal(burgers, seconds);
  }

  /** Where burgers come from. */
  private record Kitchen(HttpClient client, String url) {

    record Menu(List<String> burgers) {}

    Future<List<String>> burgers(int number) {
      return client
          .request(
              new RequestOptions()
                  .setMethod(HttpMethod.GET)
                  .setAbsoluteURI(url + "/burgers?number=" + number))
          .compose(HttpClientRequest::send)
          .expecting(HttpResponseExpectation.SC_OK)
          .compose(HttpClientResponse::body)
          .map(body -> body.toJsonObject().mapTo(Menu.class).burgers());
    }
  }
}
