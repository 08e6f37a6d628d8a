package diner.producer.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.http.HttpMethod;
import java.net.URLDecoder;
import java.util.Optional;

/**
 * A line of the table of routes.
 *
 * @param path such as {@code /burgers}, or with a name as its last part: {@code /jobs/{name}}
 * @param isEnqueuing whether a request may put a job on Kafka
 */
public record RouteLine(HttpMethod method, String path, boolean isEnqueuing, Route route) {

  private static final String NAME = "{name}";

  /** A route that only looks; {@code HEAD} goes there, too. */
  public static RouteLine looks(String path, Route route) {
    return new RouteLine(HttpMethod.GET, path, false, route);
  }

  static RouteLine enqueues(HttpMethod method, String path, Route route) {
    return new RouteLine(method, path, true, route);
  }

  /**
   * The name in a path of this form, empty text where the form has none; nothing where the path is
   * another.
   */
  Optional<String> match(String given) {
    if (!path.endsWith(NAME)) {
      return given.equals(path) ? Optional.of("") : Optional.empty();
    }
    var prefix = path.substring(0, path.length() - NAME.length());
    var name = given.startsWith(prefix) ? given.substring(prefix.length()) : "";
    return name.isEmpty() || name.contains("/") ? Optional.empty() : decoded(name);
  }

  private static Optional<String> decoded(String name) {
    try {
      return Optional.of(URLDecoder.decode(name.replace("+", "%2B"), UTF_8));
    } catch (IllegalArgumentException halfAnEscape) {
      return Optional.empty();
    }
  }

  boolean takes(HttpMethod given) {
    return given.equals(method) || (given.equals(HttpMethod.HEAD) && takesHead());
  }

  /** What looks only can be asked for its head alone; what enqueues can't. */
  boolean takesHead() {
    return method.equals(HttpMethod.GET) && !isEnqueuing;
  }
}
