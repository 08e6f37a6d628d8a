package diner.producer.dashboard;

import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * Answers what the page asks for: its files, and {@code /events}. Owned by the event loop, but for
 * what {@link Screen} has.
 */
public final class DashboardRoute implements Screen {

  /** Nothing but our own files; in particular no script or style within the page. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Context loop;
  private final Viewers viewers;
  private final Assets assets = new Assets();

  /**
   * @param loop the one that requests come on
   * @param limit how many pages may be open at once
   */
  public DashboardRoute(Context loop, int limit) {
    this.loop = loop;
    this.viewers = new Viewers(limit);
  }

  /** Answers a request for the page itself. */
  public void page(HttpServerRequest request) {
    file(request, "index.html");
  }

  /** Answers a request for one of the page's files. */
  public void file(HttpServerRequest request, String name) {
    assets
        .named(name)
        .ifPresentOrElse(
            asset -> send(asset, request),
            () -> refuse(request.response(), 404, "the dashboard has no such file"));
  }

  /** Answers a request for the events with a stream of them. */
  public void events(HttpServerRequest request) {
    var response = request.response();
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (request.method().equals(HttpMethod.HEAD)) {
      end(response);
    } else if (!viewers.open(response)) {
      refuse(
          response.putHeader(HttpHeaders.RETRY_AFTER, "5"),
          503,
          "as many pages are open as --dashboard-clients allows");
    }
  }

  private static void send(Assets.Asset asset, HttpServerRequest request) {
    var response = request.response();
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, asset.type())
        .putHeader(HttpHeaders.ETAG, asset.tag())
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache") // kept, but asked about each time
        .putHeader("Content-Security-Policy", POLICY);
    if (asset.tag().equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
      end(response.setStatusCode(304));
    } else if (request.method().equals(HttpMethod.HEAD)) {
      var length = Integer.toString(asset.content().length());
      end(response.putHeader(HttpHeaders.CONTENT_LENGTH, length));
    } else {
      var _ = response.end(asset.content());
    }
  }

  private static void refuse(HttpServerResponse response, int status, String why) {
    response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8");
    var _ = response.end(why + "\n");
  }

  private static void end(HttpServerResponse response) {
    var _ = response.end();
  }

  /** Ends the streams, which else would never end. */
  public void onStopping() {
    viewers.closeAll();
  }

  /** How many frames have been kept from clients that were too slow for them. */
  long skips() {
    return viewers.skips();
  }

  @Override
  public boolean isWatched() {
    return viewers.isWatched();
  }

  @Override
  public boolean wantsSnapshot() {
    return viewers.wantsSnapshot();
  }

  @Override
  public void show(Frame frame) {
    loop.runOnContext(_ -> viewers.show(frame));
  }
}
