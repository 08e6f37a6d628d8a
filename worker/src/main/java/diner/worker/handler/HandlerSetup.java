package diner.worker.handler;

import io.vertx.core.Vertx;
import java.util.Map;

/**
 * What a handler may use from its opening to its closing.
 *
 * @param vertx the worker's Vert.x; for clients, not for further threads
 * @param settings the worker's settings by the names of its options without the dashes, such as
 *     {@code kitchen-url}; options that were not set are missing
 */
public record HandlerSetup(Vertx vertx, Map<String, String> settings) {

  public HandlerSetup {
    settings = Map.copyOf(settings);
  }
}
