package diner.worker.handler.burgers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where the kitchen is. Printing it shows no credentials; nothing of a job gets into its path but
 * the number.
 *
 * @param host as in the URL, IPv6 addresses without their brackets
 * @param basePath what comes before {@code /burgers}; without a slash at its end
 * @param authorization value of the header of that name, from the user part of the URL
 */
record KitchenAddress(String host, int port, String basePath, @Nullable String authorization) {

  private static final int DEFAULT_PORT = 80;

  /**
   * Reads {@code http://[USER:PASSWORD@]HOST[:PORT][/PATH]}.
   *
   * @throws IllegalArgumentException says what was expected, and never repeats credentials
   */
  static KitchenAddress parse(String url) {
    var uri = uri(url);
    var host = uri.getHost();
    if (!"http".equalsIgnoreCase(uri.getScheme())
        || host == null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      throw unexpected();
    }
    var path = uri.getRawPath();
    return new KitchenAddress(
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
        uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
        path.endsWith("/") ? path.substring(0, path.length() - 1) : path,
        uri.getUserInfo() == null ? null : basic(uri.getUserInfo()));
  }

  /** The request for that many burgers, but for its time-outs. */
  RequestOptions order(int number) {
    var options = new RequestOptions().setHost(host).setPort(port).setURI(pathOf(number));
    options.putHeader("accept", "application/json");
    if (authorization != null) {
      options.putHeader("authorization", authorization);
    }
    return options;
  }

  HttpConnectOptions connection() {
    return new HttpConnectOptions().setHost(host).setPort(port);
  }

  /** The request as people name it. */
  String nameOf(int number) {
    return "GET " + origin() + pathOf(number);
  }

  private String pathOf(int number) {
    return basePath + "/burgers?number=" + number;
  }

  private String origin() {
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  private static URI uri(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw unexpected();
    }
  }

  private static IllegalArgumentException unexpected() {
    return new IllegalArgumentException(
        "--kitchen-url: expected http://HOST:PORT, without query or fragment; TLS is not spoken");
  }

  private static String basic(String userInfo) {
    return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(UTF_8));
  }

  @Override
  public String toString() {
    return origin() + basePath;
  }
}
