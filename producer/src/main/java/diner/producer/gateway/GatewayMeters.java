package diner.producer.gateway;

import diner.producer.lag.LagMeters;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.ToDoubleFunction;

/**
 * All meters of a gateway: its bounds and how far they are used, the workers' lag, and the JVM's.
 * There is none for a job or a client. What the event loop owns is read from its last {@link
 * Reading}.
 */
final class GatewayMeters {

  /** What {@link #scrape} returns: Prometheus' text format. */
  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /**
   * How things stand on the event loop.
   *
   * @param waiting requests that wait for the reply to a job
   * @param heldBytes of payloads that are on their way to Kafka
   * @param heldBytesLimit of these at most
   * @param rememberedJobs whose replies are found without Kafka
   * @param rememberedBytes of these replies
   */
  record Reading(
      int waiting, long heldBytes, long heldBytesLimit, int rememberedJobs, long rememberedBytes) {}

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final LagMeters lag = new LagMeters(registry);
  private volatile Reading reading = new Reading(0, 0, 0, 0, 0);

  /**
   * @param limit of requests that wait
   */
  GatewayMeters(int limit) {
    gauge("diner.gateway.waiting", "Requests that wait for the reply to a job", Reading::waiting);
    gauge("diner.gateway.waiting.limit", "Such requests at most", _ -> limit);
    bytes("diner.gateway.held", "Payloads on their way to Kafka", Reading::heldBytes);
    bytes("diner.gateway.held.limit", "Such payloads at most", Reading::heldBytesLimit);
    gauge(
        "diner.gateway.remembered.jobs",
        "Posted jobs that are found without a look at Kafka",
        Reading::rememberedJobs);
    bytes("diner.gateway.remembered", "Replies to these jobs", Reading::rememberedBytes);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
  }

  private void gauge(String name, String description, ToDoubleFunction<Reading> figure) {
    Gauge.builder(name, () -> figure.applyAsDouble(reading))
        .description(description)
        .register(registry);
  }

  private void bytes(String name, String description, ToDoubleFunction<Reading> figure) {
    Gauge.builder(name, () -> figure.applyAsDouble(reading))
        .baseUnit("bytes")
        .description(description)
        .register(registry);
  }

  LagMeters lag() {
    return lag;
  }

  /** For the event loop, before a scrape. */
  void onReading(Reading now) {
    reading = now;
  }

  /** All meters as they stand. Takes long, the first time above all: no work for an event loop. */
  String scrape() {
    return registry.scrape();
  }
}
