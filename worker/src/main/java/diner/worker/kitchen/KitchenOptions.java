package diner.worker.kitchen;

import java.time.Duration;

/**
 * How a kitchen behaves.
 *
 * @param host address to listen on
 * @param port port to listen on; 0: a free one
 * @param delay how long each order takes
 * @param failShare share of the orders answered with 503, 0 to 1
 * @param isStalled orders are taken and never answered
 * @param isHttp1Only without HTTP/2, as many services are
 */
public record KitchenOptions(
    String host,
    int port,
    Duration delay,
    double failShare,
    boolean isStalled,
    boolean isHttp1Only) {

  public static final String DEFAULT_HOST = "127.0.0.1";
  public static final Duration DEFAULT_DELAY = Duration.ofMillis(500);

  /** Far above any use; also what Vert.x's timers bear many times over. */
  private static final Duration MAX_DELAY = Duration.ofHours(1);

  public KitchenOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0 to 65535, was " + port);
    }
    if (delay.isNegative() || delay.compareTo(MAX_DELAY) > 0) {
      throw new IllegalArgumentException("delay must be 0ms to 1h, was " + delay);
    }
    if (!(failShare >= 0 && failShare <= 1)) {
      throw new IllegalArgumentException("the share that fails must be 0 to 1, was " + failShare);
    }
  }

  /** A well-behaved kitchen on a free loopback port. */
  public static KitchenOptions onFreePort(Duration delay) {
    return new KitchenOptions(DEFAULT_HOST, 0, delay, 0, false, false);
  }

  public KitchenOptions failing(double share) {
    return new KitchenOptions(host, port, delay, share, isStalled, isHttp1Only);
  }

  public KitchenOptions stalled() {
    return new KitchenOptions(host, port, delay, failShare, true, isHttp1Only);
  }

  public KitchenOptions http1Only() {
    return new KitchenOptions(host, port, delay, failShare, isStalled, true);
  }

  public KitchenOptions onPort(int other) {
    return new KitchenOptions(host, other, delay, failShare, isStalled, isHttp1Only);
  }
}
