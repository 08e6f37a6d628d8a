package diner.worker.flow;

import java.time.Instant;
import java.util.List;

/**
 * What intake says of itself once a turn.
 *
 * @param at when it said so
 * @param isMember whether it has been given its share of the partitions, which may be none
 * @param isKafkaAway whether it has no connection
 * @param isStopping whether it starts nothing more
 * @param outages kinds whose jobs wait for the service behind them
 * @param load what it holds; counted within the last turns
 */
public record Pulse(
    Instant at,
    boolean isMember,
    boolean isKafkaAway,
    boolean isStopping,
    List<Outage> outages,
    Load load) {

  public Pulse {
    outages = List.copyOf(outages);
  }
}
