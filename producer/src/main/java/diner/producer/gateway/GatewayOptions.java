package diner.producer.gateway;

import java.time.Duration;

/**
 * How the gateway runs.
 *
 * @param limit how many requests may wait at once
 * @param timeout how long each waits at most
 * @param grace how long those that wait may go on to do so once the gateway stops
 */
record GatewayOptions(Door door, int limit, Duration timeout, Duration grace, Dashboard dashboard) {

  /**
   * What the dashboard shows, and to how many.
   *
   * @param group of the workers whose lag it shows
   * @param clients how many pages may be open at once
   */
  record Dashboard(String group, int clients) {}
}
